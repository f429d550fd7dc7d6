import Storage

/// Which operations of BanGUI the lines of a batch may tell of.
struct OperationTraces {
    private struct Subject: Hashable {
        var jail: String
        var banID: String
    }

    /// Seconds between the beginning of an operation and the line about it: a list of a thousand with a slow action.
    static let longest: Int64 = 120
    /// Seconds by which the two clocks' roundings may differ.
    static let rounding: Int64 = 2

    private var traces: [Subject: [OperationTrace]] = [:]

    /// Takes traces in the order of their time.
    init(_ traces: [OperationTrace] = []) {
        for trace in traces { self.traces[Subject(jail: trace.jail, banID: trace.banID), default: []].append(trace) }
    }

    /// The last operation of one of these kinds that may have caused what a line of this moment (UTC epoch seconds) tells.
    func cause(of kinds: Set<String>, jail: String, banID: String, at moment: Int64) -> OperationTrace? {
        traces[Subject(jail: jail, banID: banID)]?.last { trace in
            kinds.contains(trace.kind) && trace.at <= moment + Self.rounding && moment <= trace.at + Self.longest
        }
    }

    /// The last operation of one of these kinds that may have caused what happened from one moment to another.
    func cause(
        of kinds: Set<String>, jail: String, banID: String, from: Int64, through: Int64
    ) -> OperationTrace? {
        traces[Subject(jail: jail, banID: banID)]?.last { trace in
            kinds.contains(trace.kind) && trace.at <= through + Self.rounding && trace.at >= from - Self.longest
        }
    }
}
