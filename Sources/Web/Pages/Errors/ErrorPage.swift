import HTML

/// An answer that is not what was asked for.
struct ErrorView: Sendable {
    /// The HTTP status.
    var status: Int
    /// What went wrong, more closely than the status says; nil where there is no more to say.
    var detail: String?
    /// What can be done about it; nil for the standard advice of the status.
    var remedy: String?
    /// The id under which the log has it.
    var requestID: String?
    /// Seconds after which another try makes sense.
    var retryAfter: Int64?
    /// The part of the console that the address belongs to; nil for none.
    var back: WayBack?
    /// Since when it is so, in UTC epoch seconds; nil where that is not known.
    var since: Int64?
    /// Whether the database is what fails, so that nothing of BanGUI can be shown.
    var isOfDatabase = false
    /// What is sent to try again; nil where trying again makes no sense, or would have to repeat a password.
    var again: Again?

    /// Another try.
    enum Again: Sendable {
        /// Looks again, with the same query.
        case look([(name: String, value: String)])
        /// Sends what was entered again.
        case send([(name: String, value: String)], token: String)
    }
}

/// The page of an error; with the navigation when somebody is signed in.
func errorPage(_ view: ErrorView, in frame: PageFrame) -> HTML {
    guard frame.userName != nil else {
        return plainPage(in: frame) { div(.class("card sheet-card")) { errorText(view, in: frame) } }
    }
    return page(in: frame) { div(.class("error-page")) { errorText(view, in: frame) } }
}

private func errorText(_ view: ErrorView, in frame: PageFrame) -> HTML {
    let words = errorWords(view.status, in: frame)
    return group {
        p(.class("error-status")) { "\(view.status)" }
        h1 { words.title }
        if let detail = view.detail { p(.class("lead")) { inert(frame.phrase(detail), in: frame) } }
        p { inert(view.remedy.map(frame.phrase) ?? words.advice, in: frame) }
        if let moment = view.since {
            p {
                frame[.errorSince]
                " "
                exactTime(moment, in: frame)
                "."
            }
        }
        if view.isOfDatabase {
            p { frame[.errorGoesOn] }
            commandLine("sudo fail2ban-client status", in: frame)
        }
        if let seconds = view.retryAfter {
            p(.id("retry"), .data("retry", "\(seconds)")) {
                frame[.errorRetry]
                " "
                countdown(to: frame.now + seconds, in: frame)
                "."
            }
        }
        if let again = view.again { againForm(again, in: frame) }
        // By a name that is not the console's own, no page of it can be opened.
        if view.status != 421 { p { wayOut(view, in: frame) } }
        if let id = view.requestID {
            p(.class("hint")) {
                frame[.errorId]
                " "
                code { id }
                copyButton(id, in: frame)
            }
        }
    }
}

/// Another try at the same address.
private func againForm(_ again: ErrorView.Again, in frame: PageFrame) -> HTML {
    switch again {
    case .look(let pairs):
        form(.method(.get), .class("error-again")) {
            for (name, value) in pairs { input(.type(.hidden), .name(name), .value(value)) }
            button(.type(.submit), .class("button button-primary")) { frame[.errorAgain] }
        }
    case .send(let pairs, let token):
        form(.method(.post), .class("error-again")) {
            input(.type(.hidden), .name("_csrf"), .value(token))
            for (name, value) in pairs { input(.type(.hidden), .name(name), .value(value)) }
            p(.class("hint")) { frame[.errorKept] }
            button(.type(.submit), .class("button button-primary")) { frame[.errorSend] }
        }
    }
}

/// The way back to the part of the console, or to the start.
private func wayOut(_ view: ErrorView, in frame: PageFrame) -> HTML {
    guard frame.userName != nil, let back = view.back else {
        return a(.class("button"), .href(frame.path(.root))) { frame[.errorHome] }
    }
    return a(.class("button"), .href(frame.path(back.link))) { frame[.errorBack, frame[back.name]] }
}

private func errorWords(_ status: Int, in frame: PageFrame) -> (title: String, advice: String) {
    switch status {
    case 400: (frame[.error400], frame[.error400Advice])
    case 403: (frame[.error403], frame[.error403Advice])
    case 404: (frame[.error404], frame[.error404Advice])
    case 410: (frame[.error410], frame[.error410Advice])
    case 413: (frame[.error413], frame[.error413Advice])
    case 421: (frame[.error421], frame[.error421Advice])
    case 429: (frame[.error429], frame[.error429Advice])
    case 503: (frame[.error503], frame[.error503Advice])
    case 500...: (frame[.error500], frame[.error500Advice])
    default: (frame.title, frame[.error400Advice])
    }
}
