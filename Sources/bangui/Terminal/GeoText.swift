import Console
import Fail2ban
import Geo
import Synchronization
import Web

/// Geo data, for a terminal.
enum GeoText {
    static func show(
        _ report: GeoReport, _ answers: [(IPAddress, GeoAnswer)], _ record: GeoRecord, json: Bool
    ) {
        if json { return Output.json(GeoJSON.body(report, answers, record)) }
        if answers.isEmpty { sources(report, record) }
        for (address, answer) in answers { show(address, answer) }
        for credit in report.credits { Output.line("\(credit.line), \(credit.link) (\(credit.licence))") }
    }

    private static func sources(_ report: GeoReport, _ record: GeoRecord) {
        if report.sources.isEmpty {
            Output.line("There is no geo data. Fetch some: bangui geo update")
        } else {
            Output.table(
                ["SOURCE", "TELLS", "MADE", "STATE", "FILE"],
                report.sources.map { source in
                    [
                        Output.inert(source.name.isEmpty ? "-" : source.name), subjects(source),
                        source.builtAt.map(day) ?? "-", source.state.rawValue,
                        Output.inert(source.paths.joined(separator: ", ")),
                    ]
                })
        }
        for fault in report.sources.compactMap(\.fault) {
            Output.note("\(fault.reason) \(fault.remedy)")
        }
        if let service = report.sources.first(where: { $0.kind == .service }) {
            let agreed =
                record.online.map { " (agreed by \(Output.inert($0.by)), \(day($0.at)))" }
                ?? ", once bangui geo online was agreed to"
            Output.line(
                "Sent to \(service.name), a third party, unencrypted: addresses of visitors that no file knows\(agreed)."
            )
        }
        if let consent = record.consent {
            Output.line(
                "Fetched once a month: \(consent.pieces.joined(separator: ", ")) (agreed by \(Output.inert(consent.by)), \(day(consent.at)))."
            )
        }
    }

    private static func show(_ address: IPAddress, _ answer: GeoAnswer) {
        Output.line("\(address)")
        if let country = answer.country { Output.line("  country  \(country.value)  \(source(country.source))") }
        if let network = answer.network {
            Output.line(
                "  network  AS\(network.value.number) \(Output.inert(network.value.name))  \(source(network.source))")
        }
        if answer.country == nil, answer.network == nil { Output.line("  nothing is known") }
    }

    private static func source(_ source: GeoAnswer.Source) -> String {
        "(\(Output.inert(source.name))\(source.builtAt.map { " of " + day($0) } ?? ""))"
    }

    private static func subjects(_ source: GeoSource) -> String {
        let words = GeoSubject.allCases.filter(source.subjects.contains).map(\.rawValue)
        return words.isEmpty ? "-" : words.joined(separator: ", ")
    }

    private static func day(_ moment: Int64) -> String { String(BackupText.time(moment).prefix(10)) }

    static func show(_ outcomes: [(piece: GeoPiece, outcome: GeoUpdate.Outcome)], json: Bool) {
        if json { return Output.json(GeoJSON.outcomes(outcomes)) }
        for (piece, outcome) in outcomes {
            switch outcome {
            case .fetched(let builtAt, let bytes):
                let made = builtAt.map { ", made \(day($0))" } ?? ""
                Output.line("\(piece.rawValue): fetched, \(bytes / 1024) KiB\(made)")
            case .unchanged: Output.line("\(piece.rawValue): nothing new")
            case .failed(let words): Output.line("\(piece.rawValue): \(Output.inert(words))")
            }
        }
    }
}

/// Tells on standard error how much has come, once a second.
final class GeoProgress: Sendable {
    private let isSilent: Bool
    private let last = Mutex(ContinuousClock.now)

    init(isSilent: Bool) { self.isSilent = isSilent }

    func show(_ piece: GeoPiece, _ bytes: Int) {
        let isTime = last.withLock { last in
            guard !isSilent, last.duration(to: .now) >= .seconds(1) else { return false }
            last = .now
            return true
        }
        if isTime { Output.note("\(piece.rawValue): \(bytes >> 10) KiB so far") }
    }
}
