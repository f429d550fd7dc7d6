import Console
import Fail2ban
import FoundationEssentials

/// All that is known of an address, for a terminal.
enum AddressText {
    static func show(_ picture: AddressPicture, _ lines: AddressLines) {
        Output.line(Output.inert(picture.id.text))
        for line in state(picture) + record(picture) { Output.line(line) }
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
