import HTML

/// What an operation did, address by address.
struct OperationView: Sendable {
    enum Kind: Sendable { case ban, unban, undo, change }

    var id: String
    var kind: Kind
    /// UTC epoch seconds.
    var at: Int64
    var reason: String?
    var results: [Result]
    /// Until when it can be undone; nil when not or no longer.
    var undo: UndoView?
    /// Whether it was taken back since.
    var isUndone = false
    /// The same by `fail2ban-client`.
    var commands: [String] = []

    /// One address in one jail.
    struct Result: Sendable {
        /// The results of the API, in its words.
        enum Outcome: String, Sendable {
            case done, already, refused, unknown
            case notEnforced = "not_enforced"
        }

        var address: String
        var jail: String
        var outcome: Outcome
        var detail: String?
        /// Of a ban.
        var end: End?

        /// When a ban ends.
        enum End: Sendable, Hashable {
            case byJail
            case chosen(Moment)
            /// It was banned already and got another end; `from` is nil where that was not known.
            case moved(from: Moment?, to: Moment)
            /// It was banned already and keeps its end.
            case kept

            enum Moment: Sendable, Hashable {
                /// In UTC epoch seconds.
                case at(Int64)
                case never
            }
        }
    }
}

/// The page of what an operation did; a ban or unban leads here.
func operationPage(_ view: OperationView, in frame: PageFrame) -> HTML {
    page(in: frame) {
        pageHead(
            operationTitle(view.kind, in: frame), lead: operationLead(view, in: frame), back: backToBans(in: frame)
        ) {
            if let undo = view.undo { undoForm(undo, in: frame) }
        }
        if view.isUndone { banner(.warn, title: frame[.operationUndone]) { frame[.operationUndoneDetail] } }
        div(.class("card table-card")) {
            div(.class("table-scroll")) { resultTable(view, in: frame) }
        }
        equivalentCommands(view.commands, in: frame)
        if view.results.contains(where: \.hasChosenEnd) { p(.class("hint command-note")) { frame[.operationEndNote] } }
    }
}

private func operationTitle(_ kind: OperationView.Kind, in frame: PageFrame) -> String {
    switch kind {
    case .ban: frame[.operationBan]
    case .unban: frame[.operationUnban]
    case .undo: frame[.operationUndo]
    case .change: frame[.operationChange]
    }
}

private func operationLead(_ view: OperationView, in frame: PageFrame) -> HTML {
    let done = view.results.count { $0.outcome == .done || $0.hasMovedEnd }
    return group {
        frame[.operationSummary, frame.number(done), frame.number(view.results.count)]
        ", "
        timeAgo(view.at, in: frame)
        if let reason = view.reason {
            " · "
            inert(reason, in: frame)
        }
    }
}

private func resultTable(_ view: OperationView, in frame: PageFrame) -> HTML {
    let hasEnds = view.results.contains { $0.end != nil }
    return table(.class("table")) {
        thead {
            tr {
                th(.scope("col")) { frame[.bansColumnAddress] }
                th(.scope("col")) { frame[.bansColumnJail] }
                th(.scope("col")) { frame[.operationResult] }
                if hasEnds { th(.scope("col")) { frame[.bansColumnEnds] } }
                th(.scope("col")) { frame[.operationDetail] }
            }
        }
        tbody {
            for result in view.results {
                tr {
                    td(.class("address"), .data("label", frame[.bansColumnAddress])) {
                        operationAddress(result.address, view.kind, in: frame)
                        if !result.address.isEmpty { copyButton(result.address, in: frame) }
                    }
                    td(.class("jail"), .data("label", frame[.bansColumnJail])) { inert(result.jail, in: frame) }
                    td(.data("label", frame[.operationResult])) { outcomeBadge(result.outcome, in: frame) }
                    if hasEnds {
                        td(.class("end"), .data("label", frame[.bansColumnEnds])) {
                            result.end.map { resultEnd($0, since: view.at, in: frame) }
                        }
                    }
                    td(.class("detail"), .data("label", frame[.operationDetail])) {
                        result.detail.map { inert(frame.phrase($0), in: frame) }
                    }
                }
            }
        }
    }
}

/// Leads to all that is known of the address; what else an operation is about, such as a setting, has no such page.
private func operationAddress(_ address: String, _ kind: OperationView.Kind, in frame: PageFrame) -> HTML {
    guard kind == .ban || kind == .unban, !address.isEmpty else { return inert(address, in: frame) }
    return addressLink(address, in: frame)
}

extension OperationView.Result {
    /// Whether it stood already and got another end, which is what was asked.
    fileprivate var hasMovedEnd: Bool {
        if case .moved = end { return true }
        return false
    }

    fileprivate var hasChosenEnd: Bool {
        switch end {
        case .chosen, .moved: true
        default: false
        }
    }
}

private func resultEnd(_ end: OperationView.Result.End, since moment: Int64, in frame: PageFrame) -> HTML {
    switch end {
    case .byJail: HTML(frame[.operationEndJail])
    case .kept: HTML(frame[.operationEndKept])
    case .chosen(let end):
        group {
            endMoment(end, in: frame)
            if case .at(let second) = end {
                " "
                span(.class("dim")) { frame[.operationEndAfter, Figures.span(second - moment)] }
            }
        }
    case .moved(let from, let to):
        group {
            frame[.operationEndMovedFrom]
            " "
            if let from { endMoment(from, in: frame) } else { frame[.bansUnknown] }
            " "
            frame[.operationEndMovedTo]
            " "
            endMoment(to, in: frame)
        }
    }
}

private func endMoment(_ end: OperationView.Result.End.Moment, in frame: PageFrame) -> HTML {
    switch end {
    case .at(let moment): exactTime(moment, in: frame)
    case .never: span(.class("permanent")) { frame[.timePermanent] }
    }
}

/// What came of one part.
func outcomeBadge(_ outcome: OperationView.Result.Outcome, in frame: PageFrame) -> HTML {
    switch outcome {
    case .done: badge(.ok, frame[.outcomeDone])
    case .already: badge(.off, frame[.outcomeAlready])
    case .refused: badge(.danger, frame[.outcomeRefused])
    case .unknown: badge(.warn, frame[.outcomeUnknown])
    case .notEnforced: badge(.danger, frame[.outcomeUnenforced])
    }
}
