import Console
import HTML

/// What is known of it in numbers, each a link to the list behind it.
func addressFacts(_ record: AddressRecord, of text: String, in frame: PageFrame) -> HTML {
    func events(_ kinds: String...) -> Link { .events(EventListQuery(text: text, kinds: kinds)) }
    return group {
        dl(.class("tiles address-tiles")) {
            fact(.addressFirst, in: frame) {
                timeAgo(record.firstAt, in: frame)
            } note: {
                day(record.firstAt, in: frame)
            }
            fact(.addressLast, in: frame) {
                timeAgo(record.lastAt, in: frame)
            } note: {
                day(record.lastAt, in: frame)
            }
            fact(.addressAttempts, in: frame) {
                number(record.attempts, to: events("found", "attempt"), record, in: frame)
            } note: {
                if record.ignored > 0 {
                    a(.href(frame.path(events("ignore")))) { frame[.addressIgnored, frame.number(record.ignored)] }
                }
            }
            fact(.addressBans, in: frame) {
                number(record.bans, to: events("ban"), record, in: frame)
            } note: {
                if record.bansByHand > 0 { frame[.addressByHand, frame.number(record.bansByHand)] }
            }
            fact(.addressEnded, in: frame) {
                number(record.endings.values.reduce(0, +), to: events("unban", "repeal"), record, in: frame)
            } note: {
                endings(record.endings, in: frame)
            }
            fact(.addressJails, in: frame) {
                frame.number(record.jails.count)
            } note: {
                jails(record.jails, of: text, in: frame)
            }
        }
        if let since = record.since {
            p(.class("hint jail-note")) {
                frame[.addressPartial]
                " "
                timeAgo(since, in: frame)
                "; "
                frame[.addressPartialDetail]
            }
        }
    }
}

private func fact(
    _ name: Text, in frame: PageFrame, @HTMLBuilder content: () -> HTML, @HTMLBuilder note: () -> HTML
) -> HTML {
    div(.class("tile")) {
        dt { frame[name] }
        dd { content() }
        let note = note()
        if !note.isEmpty { dd(.class("tile-note")) { note } }
    }
}

/// A number that is not whole where not all was counted.
private func number(_ value: Int64, to link: Link, _ record: AddressRecord, in frame: PageFrame) -> HTML {
    let words = frame.number(value) + (record.since == nil ? "" : "+")
    return value == 0 ? HTML(words) : a(.href(frame.path(link))) { words }
}

private func day(_ moment: Int64, in frame: PageFrame) -> HTML {
    HTML(String(Moment(moment).short(in: frame.zone, frame.language).dropLast(3)))
}

private func endings(_ endings: [AddressRecord.Ending: Int64], in frame: PageFrame) -> HTML {
    let known = AddressRecord.Ending.allCases.filter { endings[$0, default: 0] > 0 }
    guard !known.isEmpty else { return HTML(frame[.addressEndedNothing]) }
    return HTML(
        known.map { "\(frame.number(endings[$0, default: 0])) \(frame[$0.words])" }.joined(separator: ", "))
}

private func jails(_ jails: [AddressRecord.Jail], of text: String, in frame: PageFrame) -> HTML {
    group {
        for (index, jail) in jails.enumerated() {
            if index > 0 { ", " }
            a(.href(frame.path(.events(EventListQuery(text: text, jails: [jail.name]))))) {
                inert(jail.name, in: frame)
            }
        }
    }
}

extension AddressRecord.Ending {
    /// How a ban ended, in words.
    var words: Text {
        switch self {
        case .expired: .addressEndedExpired
        case .hand: .addressEndedHand
        case .stopped: .addressEndedStopped
        case .unknown: .addressEndedUnknown
        }
    }
}
