import HTML

/// The page that says what a stop of a jail does, and asks.
func jailStopPage(_ row: JailRow, in frame: PageFrame) -> HTML {
    page(in: frame) {
        pageHead(
            frame[.jailStopTitle, row.name], lead: HTML(bansThatLeave(row, in: frame)),
            back: a(.class("back"), .href(frame.path(.jail(row.name)))) { inert(row.name, in: frame) })
        form(.class("card form"), .method(.post), .action(frame.path(.stopJail(row.name)))) {
            csrfField(in: frame)
            p { frame[.jailStopWatches] }
            div(.class("form-foot")) {
                button(.type(.submit), .class("button button-danger")) { frame[.jailStopSubmit, row.name] }
                a(.class("button button-quiet"), .href(frame.path(.jail(row.name)))) { frame[.banCancel] }
            }
        }
    }
}

private func bansThatLeave(_ row: JailRow, in frame: PageFrame) -> String {
    guard let banned = row.banned, !row.isReturning else { return frame[.jailStopLiftsUnknown] }
    return banned == 0
        ? frame[.jailStopLiftsNone] : frame.count(banned, one: .jailStopLiftsOne, many: .jailStopLiftsMany)
}
