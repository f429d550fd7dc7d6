import HTML

/// How long ago, with the exact time on focus; `time.js` keeps it running.
func timeAgo(_ moment: Int64, in frame: PageFrame) -> HTML {
    stamp(moment, "ago", frame[.timeAgo, Figures.roughSpan(frame.now - moment)], in: frame)
}

/// A span since a moment, without words around.
func spanSince(_ moment: Int64, in frame: PageFrame) -> HTML {
    stamp(moment, "since", Figures.span(frame.now - moment), in: frame)
}

/// The time that is left, counting down.
func countdown(to moment: Int64, in frame: PageFrame) -> HTML {
    stamp(moment, "until", Figures.span(moment - frame.now), in: frame)
}

/// The exact local time.
func exactTime(_ moment: Int64, in frame: PageFrame) -> HTML {
    stamp(moment, "exact", Moment(moment).local(in: frame.zone, frame.language), in: frame)
}

private func stamp(_ moment: Int64, _ kind: String, _ words: String, in frame: PageFrame) -> HTML {
    let value = Moment(moment)
    return time(
        .datetime(value.rfc3339), .data("time", kind), .title(value.exact(in: frame.zone, frame.language)), .tabindex(0)
    ) { words }
}

/// A ban's length as fail2ban counts it: seconds, negative for ever.
func banLength(_ seconds: Int64, in frame: PageFrame) -> String {
    seconds < 0 ? frame[.timePermanent] : Figures.span(seconds)
}
