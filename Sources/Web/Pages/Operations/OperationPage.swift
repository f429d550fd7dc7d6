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
            div(.class("table-scroll")) { resultTable(view.results, in: frame) }
        }
        equivalentCommands(view.commands, in: frame)
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
    let done = view.results.count { $0.outcome == .done }
    return group {
        frame[.operationSummary, Figures.number(done), Figures.number(view.results.count)]
        ", "
        timeAgo(view.at, in: frame)
        if let reason = view.reason {
            " · "
            inert(reason, in: frame)
        }
    }
}

private func resultTable(_ results: [OperationView.Result], in frame: PageFrame) -> HTML {
    table(.class("table")) {
        thead {
            tr {
                th(.scope("col")) { frame[.bansColumnAddress] }
                th(.scope("col")) { frame[.bansColumnJail] }
                th(.scope("col")) { frame[.operationResult] }
                th(.scope("col")) { frame[.operationDetail] }
            }
        }
        tbody {
            for result in results {
                tr {
                    td(.class("address"), .data("label", frame[.bansColumnAddress])) {
                        inert(result.address, in: frame)
                    }
                    td(.data("label", frame[.bansColumnJail])) { inert(result.jail, in: frame) }
                    td(.data("label", frame[.operationResult])) { outcomeBadge(result.outcome, in: frame) }
                    td(.class("detail"), .data("label", frame[.operationDetail])) {
                        result.detail.map { inert($0, in: frame) }
                    }
                }
            }
        }
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
