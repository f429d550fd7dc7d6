import Console

/// Writes numbers in the text format 0.0.4 of Prometheus:
/// https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
struct MetricsText {
    /// What a family of numbers is.
    enum Kind: String { case counter, gauge, histogram }

    /// One number with its labels.
    struct Sample {
        var labels: [(name: String, value: String)] = []
        var value: Double

        init(_ value: Double, _ labels: (name: String, value: String)...) {
            self.value = value
            self.labels = labels
        }

        init(_ value: some BinaryInteger, _ labels: (name: String, value: String)...) {
            self.value = Double(value)
            self.labels = labels
        }
    }

    static let mediaType = "text/plain; version=0.0.4; charset=utf-8"

    private(set) var bytes: [UInt8] = []

    init() { bytes.reserveCapacity(65_536) }

    /// One number without labels; nothing for nil.
    mutating func gauge(_ name: String, _ help: String, _ value: Double?) {
        gauge(name, help, value.map { [Sample($0)] } ?? [])
    }

    mutating func gauge(_ name: String, _ help: String, _ samples: [Sample]) { family(name, .gauge, help, samples) }
    mutating func counter(_ name: String, _ help: String, _ samples: [Sample]) { family(name, .counter, help, samples) }

    /// Durations in seconds, each with its label.
    mutating func histogram(
        _ name: String, _ help: String, _ series: [(label: (name: String, value: String)?, times: DurationHistogram)]
    ) {
        guard !series.isEmpty else { return }
        head(name, .histogram, help)
        for (label, times) in series {
            let labels = label.map { [$0] } ?? []
            var sum: Int64 = 0
            for (index, count) in times.counts.enumerated() {
                sum += count
                let bound = index < times.bounds.count ? Self.text(Double(times.bounds[index]) / 1e9) : "+Inf"
                line(name, "_bucket", labels + [("le", bound)], Double(sum))
            }
            line(name, "_sum", labels, Double(times.sum) / 1e9)
            line(name, "_count", labels, Double(sum))
        }
    }

    private mutating func family(_ name: String, _ kind: Kind, _ help: String, _ samples: [Sample]) {
        guard !samples.isEmpty else { return }
        head(name, kind, help)
        for sample in samples { line(name, "", sample.labels, sample.value) }
    }

    private mutating func head(_ name: String, _ kind: Kind, _ help: String) {
        bytes += "# HELP \(name) \(help)\n# TYPE \(name) \(kind.rawValue)\n".utf8
    }

    private mutating func line(
        _ name: String, _ suffix: String, _ labels: [(name: String, value: String)], _ value: Double
    ) {
        bytes += name.utf8
        bytes += suffix.utf8
        for (index, label) in labels.enumerated() {
            bytes.append(UInt8(ascii: index == 0 ? "{" : ","))
            bytes += label.name.utf8
            bytes += "=\"".utf8
            escape(label.value)
            bytes.append(UInt8(ascii: "\""))
        }
        if !labels.isEmpty { bytes.append(UInt8(ascii: "}")) }
        bytes.append(UInt8(ascii: " "))
        bytes += Self.text(value).utf8
        bytes.append(UInt8(ascii: "\n"))
    }

    private mutating func escape(_ text: String) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\\"), UInt8(ascii: "\""): bytes += [UInt8(ascii: "\\"), byte]
            case UInt8(ascii: "\n"): bytes += "\\n".utf8
            default: bytes.append(byte)
            }
        }
    }

    /// A whole number without a point.
    private static func text(_ value: Double) -> String {
        guard let whole = Int64(exactly: value) else { return "\(value)" }
        return "\(whole)"
    }
}
