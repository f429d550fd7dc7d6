import Console
import HTML

/// The life of an address: a lane for each jail, with bans as bars and failures as ticks below, and the bans as a table.
func lifePanel(_ timeline: AddressTimeline, _ view: AddressView, in frame: PageFrame) -> HTML {
    let spans = timeline.lanes.flatMap(\.spans).sorted { ($0.from, $0.event ?? .max) > ($1.from, $1.event ?? .max) }
    return section(.class("panel")) {
        div(.class("panel-head panel-row")) {
            h2 { frame[.addressTimeline] }
            timelineKey(spans, in: frame)
        }
        div(.class("timeline")) {
            for lane in timeline.lanes { timelineLane(lane, timeline, in: frame) }
            div(.class("timeline-axis")) {
                for moment in [timeline.from, (timeline.from + timeline.to) / 2, timeline.to] {
                    span { axisWords(moment, timeline, in: frame) }
                }
            }
        }
        if timeline.isCut { p(.class("panel-empty")) { frame[.addressTimelineCut, frame.number(spans.count)] } }
        if !spans.isEmpty { banTable(spans, view, in: frame) }
    }
}

/// As fine as the time is long: days of months, minutes of days, seconds of minutes.
private func axisWords(_ moment: Int64, _ timeline: AddressTimeline, in frame: PageFrame) -> String {
    let length = timeline.to - timeline.from
    let words = Moment(moment).short(in: frame.zone, frame.language)
    return String(length > 60 * 86_400 ? words.prefix(10) : length > 1800 ? words.dropLast(3) : words[...])
}

private func timelineKey(_ spans: [AddressTimeline.Span], in frame: PageFrame) -> HTML {
    ul(.class("timeline-key")) {
        if spans.contains(where: { !$0.isByHand }) { li(.class("is-ban")) { frame[.addressTimelineBan] } }
        if spans.contains(where: \.isByHand) { li(.class("is-hand")) { frame[.addressTimelineHand] } }
        li(.class("is-attempt")) { frame[.addressTimelineAttempts] }
    }
}

/// The drawing's own measures: it is stretched to the width that there is.
private enum Lane {
    static let width = 1200
    static let height = 40
    static let barTop = 4
    static let barHeight = 18
    /// Where ticks stand, and how high the highest is.
    static let ground = 38
    static let tickHeight = 12
    /// The narrowest that is still seen.
    static let narrowest = 4
}

private func timelineLane(_ lane: AddressTimeline.Lane, _ timeline: AddressTimeline, in frame: PageFrame) -> HTML {
    let label = frame[
        .addressTimelineLane, lane.jail, frame.number(lane.spans.count), frame.number(lane.attempts.count)]
    return div(.class("timeline-lane")) {
        a(.class("quiet"), .href(frame.path(.jail(lane.jail)))) { inert(lane.jail, in: frame) }
        drawing(.class("timeline-drawing"), width: Lane.width, height: Lane.height, label: label) {
            for (part, count) in lane.attempts.sorted(by: { $0.key < $1.key }) { tick(part, count, in: frame) }
            for span in lane.spans { bar(span, timeline, in: frame) }
        }
    }
}

/// Each doubling of the number makes a tick higher.
private func tick(_ part: Int, _ count: Int, in frame: PageFrame) -> HTML {
    let width = Lane.width / AddressTimeline.parts
    let height = min(Lane.tickHeight, 4 + 2 * (Int.bitWidth - count.leadingZeroBitCount - 1))
    return box(
        .class("is-attempt"), x: part * width + 1, y: Lane.ground - height, width: width - 2, height: height,
        title: frame.number(count) + (count < AddressTimeline.bound ? "" : "+"))
}

private func bar(_ span: AddressTimeline.Span, _ timeline: AddressTimeline, in frame: PageFrame) -> HTML {
    func place(_ moment: Int64) -> Int {
        let share = Double(moment - timeline.from) / Double(max(timeline.to - timeline.from, 1))
        return Int(min(max(share, 0), 1) * Double(Lane.width))
    }
    let end = span.isInForce ? Lane.width : place(span.to ?? span.from)
    let width = max(end - place(span.from), Lane.narrowest)
    let start = min(place(span.from), Lane.width - width)
    let words = [
        Moment(span.from).short(in: frame.zone, frame.language),
        span.to.map { Moment($0).short(in: frame.zone, frame.language) } ?? "…",
    ]
    return box(
        .class(span.isByHand ? "is-hand" : "is-ban", span.isInForce ? "is-open" : nil), x: start, y: Lane.barTop,
        width: width, height: Lane.barHeight, title: words.joined(separator: " – "))
}

/// Bans of the table at most; the list of events has them all.
private let listedBans = 12

private func banTable(_ spans: [AddressTimeline.Span], _ view: AddressView, in frame: PageFrame) -> HTML {
    group {
        div(.class("table-scroll")) {
            table(.class("table table-life")) {
                caption(.class("visually-hidden")) { frame[.addressBansCaption, view.text] }
                thead {
                    tr {
                        for text in columns { th(.scope("col")) { frame[text] } }
                    }
                }
                tbody { for span in spans.prefix(listedBans) { banRow(span, in: frame) } }
            }
        }
        if spans.count > listedBans {
            p(.class("panel-empty")) {
                a(.href(frame.path(.events(EventListQuery(text: view.text, kinds: ["ban"]))))) {
                    frame[.addressBansMore, frame.number(view.picture.record?.bans ?? Int64(spans.count))]
                }
            }
        }
    }
}

private let columns: [Text] = [
    .addressColumnFrom, .bansColumnJail, .eventsColumnWhy, .addressColumnHeld, .addressColumnEnded,
]

private func banRow(_ span: AddressTimeline.Span, in frame: PageFrame) -> HTML {
    tr {
        td(.data("label", frame[.addressColumnFrom])) { timeAgo(span.from, in: frame) }
        td(.class("jail"), .data("label", frame[.bansColumnJail])) {
            a(.class("quiet"), .href(frame.path(.jail(span.jail)))) { inert(span.jail, in: frame) }
        }
        td(.class("detail"), .data("label", frame[.eventsColumnWhy])) { cause(span, in: frame) }
        td(.data("label", frame[.addressColumnHeld])) {
            if span.isInForce {
                spanSince(span.from, in: frame)
            } else if let end = span.to {
                Figures.span(end - span.from)
            } else {
                switch span.length {
                case .seconds(let seconds): Figures.span(seconds)
                case .forEver: frame[.timePermanent]
                case nil: "–"
                }
            }
        }
        td(.class("detail"), .data("label", frame[.addressColumnEnded])) {
            if span.isInForce {
                badge(.warn, frame[.addressInForce])
            } else {
                frame[(span.ending ?? .unknown).words]
            }
        }
    }
}

private func cause(_ span: AddressTimeline.Span, in frame: PageFrame) -> HTML {
    group {
        if let operation = span.operationID {
            a(.href(frame.path(.operation(operation)))) { frame[.eventsByOperation] }
        } else if span.isByHand {
            frame[.eventsByHand]
        } else if span.isRestored {
            frame[.addressRestored]
        } else if let failures = span.failures {
            frame.count(Int(failures), one: .eventsFailuresOne, many: .eventsFailuresMany)
        } else {
            "–"
        }
    }
}
