/// The words of: tokens of programs.
extension Text {
    static let tokensCreate = Text("tokens.create", "New token")
    static let tokensCreateNote = Text("tokens.create.note", "It is shown once, after it was made.")
    static let tokensDays = Text("tokens.days", "{0} days")
    static let tokensEmptyDetail = Text(
        "tokens.empty.detail",
        "A script or a monitor signs in with a token of its own, so that it never knows your password and can be shut out alone."
    )
    static let tokensEmptyTitle = Text("tokens.empty.title", "No tokens yet")
    static let tokensEnds = Text("tokens.ends", "ends")
    static let tokensExpired = Text("tokens.expired", "expired")
    static let tokensLead = Text(
        "tokens.lead",
        "With a token a program acts in your name, at most with what you may do yourself. A new password revokes all of them."
    )
    static let tokensLifetime = Text("tokens.lifetime", "Lasts")
    static let tokensMade = Text("tokens.made", "made")
    static let tokensMadeDetail = Text(
        "tokens.made.detail",
        "Put it where the program keeps its secrets. It is not shown again; lost ones are revoked and replaced.")
    static let tokensMadeTitle = Text("tokens.made.title", "Copy the token “{0}” now")
    static let tokensMadeUse = Text("tokens.made.use", "How a program sends it")
    static let tokensName = Text("tokens.name", "Name")
    static let tokensNameHint = Text(
        "tokens.name.hint", "What the program is called; operations and the audit log name it beside you.")
    static let tokensNever = Text("tokens.never", "never used")
    static let tokensPasswordHint = Text(
        "tokens.password.hint", "So that nobody makes one on a screen that was left open.")
    static let tokensRevoke = Text("tokens.revoke", "Revoke")
    static let tokensRevokeDetail = Text(
        "tokens.revoke.detail",
        "It is refused from its next request on. This cannot be undone; a new token can be made.")
    static let tokensRevokeSubmit = Text("tokens.revoke.submit", "Revoke the token")
    static let tokensRevokeTitle = Text("tokens.revoke.title", "Revoke the token “{0}”?")
    static let tokensRevoked = Text("tokens.revoked", "The token was revoked")
    static let tokensScopeBans = Text("tokens.scope.bans", "Ban, unban, undo")
    static let tokensScopeJails = Text("tokens.scope.jails", "Start, stop and change jails")
    static let tokensScopeRead = Text("tokens.scope.read", "Look at bans, events and jails")
    static let tokensScopeSettings = Text("tokens.scope.settings", "Change the settings of the console, run its tasks")
    static let tokensScopeSystem = Text("tokens.scope.system", "Look at health, settings and audit log")
    static let tokensScopes = Text("tokens.scopes", "What it may do")
    static let tokensTitle = Text("tokens.title", "Access tokens")
    static let tokensUsed = Text("tokens.used", "used")
    static let tokensUsedFrom = Text("tokens.used.from", "from")
}
