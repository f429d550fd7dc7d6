import Console
import Fail2ban
import FoundationEssentials

/// All that is known of an address, for a terminal.
enum AddressText {
    static func show(
        _ picture: AddressPicture, _ lines: AddressLines, _ origins: AddressOrigins, _ name: AddressName?
    ) {
        Output.line(Output.inert(picture.id.text))
        for line in state(picture) + record(picture) + places(origins) { Output.line(line) }
        if let name { Output.line(words(name)) }
        if let timeline = picture.timeline { spans(timeline) }
        operations(picture)
        neighbours(picture)
        for ban in lines.bans {
            Output.line()
            Output.line("lines before the ban of \(time(ban.event.at)) in \(Output.inert(ban.event.jail ?? "-")):")
            for line in ban.lines { Output.line("  " + Output.inert(String(decoding: line, as: UTF8.self))) }
        }
        if lines.next != nil { Output.line("older lines: the page of the address, or GET /api/addresses/{id}") }
    }

    private static func state(_ picture: AddressPicture) -> [String] {
        let own = picture.bans.map { "banned in \(Output.inert($0.jail)) " + held($0) }
        let around = picture.covering.map {
            "held by \(Output.inert($0.id)), banned in \(Output.inert($0.jail)) " + held($0)
        }
        return (own.isEmpty ? ["not banned"] : own) + around
    }

    private static func held(_ ban: BanEntry) -> String {
        let cells = BanText.cells(ban)
        return "since \(cells[2]) until \(cells[3])"
    }

    private static func record(_ picture: AddressPicture) -> [String] {
        guard let record = picture.record else { return ["never heard of"] }
        let endings = AddressRecord.Ending.allCases.compactMap { ending in
            record.endings[ending].map { "\($0) \(words(ending))" }
        }
        var lines = [
            "known from \(time(record.firstAt)) to \(time(record.lastAt)) in "
                + record.jails.map { Output.inert($0.name) }.joined(separator: ", "),
            "\(count(record.attempts, "failure")), \(count(record.bans, "ban")) (\(record.bansByHand) by hand)"
                + (endings.isEmpty ? "" : "; ended: " + endings.joined(separator: ", ")),
        ]
        if let since = record.since { lines.append("counted back to \(time(since)) only") }
        return lines
    }

    private static func places(_ origins: AddressOrigins) -> [String] {
        let known = origins.known.map { place($0, of: origins.knownAt) } ?? []
        guard let current = origins.current, origins.known == nil || origins.hasMoved else { return known }
        return known + place(current, of: nil)
    }

    /// - Parameter moment: when it was known so; nil for now.
    private static func place(_ origin: Origin, of moment: Int64?) -> [String] {
        let parts = [
            origin.country.map { "\(Output.inert($0.code)) by \(source($0.source))" },
            origin.network.map { "AS\($0.number) \(Output.inert($0.name)) by \(source($0.source))" },
        ].compactMap { $0 }
        guard !parts.isEmpty else { return [] }
        return ["in " + parts.joined(separator: ", ") + (moment.map { ", as known at \(time($0))" } ?? ", now")]
    }

    private static func source(_ source: Origin.Source) -> String {
        Output.inert(source.name) + (source.builtAt.map { " of \(time($0).prefix(10))" } ?? "")
    }

    private static func words(_ name: AddressName) -> String {
        switch name.outcome {
        case .name(let text, let isConfirmed):
            let check =
                switch isConfirmed {
                case true?: "leads back to the address"
                case false?: "does not lead back to the address"
                case nil: "could not be checked"
                }
            return "called \(Output.inert(text)) (\(check))"
        case .none: return "it has no name"
        case .late: return "its name is not known: no answer came in time"
        case .busy: return "its name is not known: too many questions wait already"
        case .failed(let cause): return "its name is not known: \(Output.inert(cause))"
        }
    }

    private static func spans(_ timeline: AddressTimeline) {
        let spans = timeline.lanes.flatMap(\.spans).sorted { $0.from > $1.from }
        guard !spans.isEmpty else { return }
        Output.line()
        Output.table(
            ["BANNED", "JAIL", "ENDED", "HOW"],
            spans.map { span in
                [
                    time(span.from), Output.inert(span.jail), span.to.map(time) ?? (span.isInForce ? "-" : "?"),
                    span.isInForce ? "in force" : words(span.ending ?? .unknown),
                ]
            })
    }

    private static func operations(_ picture: AddressPicture) {
        guard !picture.operations.isEmpty else { return }
        Output.line()
        Output.table(
            ["DONE", "BY", "WHAT", "OPERATION", "REASON"],
            picture.operations.map { entry in
                [
                    time(entry.record.at), Output.inert(entry.record.actor), entry.record.kind.rawValue,
                    entry.record.id, Output.inert(entry.record.reason ?? ""),
                ]
            })
    }

    private static func neighbours(_ picture: AddressPicture) {
        guard let neighbourhood = picture.neighbourhood, neighbourhood.total > 0 else { return }
        Output.line()
        Output.line(
            "\(neighbourhood.total) \(neighbourhood.isOwn ? "inside" : "others in") \(neighbourhood.network), "
                + "\(neighbourhood.banned) banned")
        Output.table(
            ["ADDRESS", "FAILURES", "BANS", "LAST SEEN", "BANNED IN"],
            neighbourhood.neighbours.map { one in
                [
                    Output.inert(one.id), "\(one.attempts)", "\(one.bans)", one.lastAt.map(time) ?? "-",
                    one.jails.map(Output.inert).joined(separator: ", "),
                ]
            })
    }

    private static func count(_ number: Int64, _ noun: String) -> String {
        "\(number) \(noun)\(number == 1 ? "" : "s")"
    }

    private static func words(_ ending: AddressRecord.Ending) -> String {
        switch ending {
        case .expired: "time over"
        case .hand: "by hand"
        case .stopped: "set aside by a stop"
        case .unknown: "not known"
        }
    }

    static func time(_ seconds: Int64) -> String {
        Date(timeIntervalSince1970: TimeInterval(seconds)).formatted(.iso8601)
    }
}
