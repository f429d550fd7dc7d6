/// The words of: error.
extension Text {
    static let error400 = Text("error.400", "The request cannot be read")
    static let error400Advice = Text("error.400.advice", "Go back and try again.")
    static let error403 = Text("error.403", "Not allowed")
    static let error403Advice = Text(
        "error.403.advice",
        "Your account does not have this right, or the form was too old. Load the page again and repeat what you did.")
    static let error404 = Text("error.404", "There is nothing here")
    static let error404Advice = Text("error.404.advice", "The address may be old, or the jail or operation is gone.")
    static let error410 = Text("error.410", "Too late")
    static let error410Advice = Text("error.410.advice", "The time to undo or confirm this has passed.")
    static let error413 = Text("error.413", "Too much at once")
    static let error413Advice = Text("error.413.advice", "Send fewer addresses at a time.")
    static let error421 = Text("error.421", "BanGUI does not answer by this name")
    static let error421Advice = Text(
        "error.421.advice", "Open it by a name or an address that it knows. Nothing was done.")
    static let error429 = Text("error.429", "Too many requests")
    static let error429Advice = Text("error.429.advice", "Wait a little.")
    static let error500 = Text("error.500", "Something went wrong")
    static let error500Advice = Text(
        "error.500.advice",
        "It is in the log under the request’s id. Nothing was changed unless the list says so.")
    static let error503 = Text("error.503", "Not available now")
    static let error503Advice = Text("error.503.advice", "BanGUI runs, but what this page needs does not answer.")
    static let errorAgain = Text("error.again", "Try again now")
    static let errorBack = Text("error.back", "Back to: {0}")
    static let errorGoesOn = Text(
        "error.goesOn", "fail2ban does not need BanGUI: it goes on banning. On the server this tells how it is:")
    static let errorHome = Text("error.home", "To the start page")
    static let errorId = Text("error.id", "Request")
    static let errorKept = Text("error.kept", "What you entered is kept; nothing was changed.")
    static let errorRetry = Text("error.retry", "Try again in")
    static let errorSend = Text("error.send", "Send it again")
    static let errorSince = Text("error.since", "It has been so since")
}
