import Console
import Web

/// Tokens of programs, for a terminal.
enum TokenText {
    /// The token itself alone on standard output, so that it can be handed on; what is to be known of it beside.
    static func show(made text: String, _ token: PersonalToken, json: Bool) {
        if json { return Output.json(TokenJSON.made(text, token, now: Clock.now())) }
        Output.line(text)
        Output.note(
            "“\(token.name)” may: \(token.scopes.text); it ends \(BackupText.time(token.expiresAt)). It is not shown again."
        )
    }

    /// - Parameter owners: names of the accounts, by number.
    static func show(_ tokens: [PersonalToken], _ owners: [Int64: String], json: Bool) {
        let now = Clock.now()
        if json { return Output.json(TokenJSON.list(tokens, owners: owners, now: now)) }
        Output.table(
            ["USER", "NAME", "SCOPES", "ENDS", "LAST USED"],
            tokens.map { token in
                [
                    Output.inert(owners[token.accountID] ?? "-"), Output.inert(token.name), token.scopes.text,
                    token.isExpired(at: now) ? "expired" : BackupText.time(token.expiresAt),
                    token.lastUsedAt.map { "\(BackupText.time($0)) \(token.lastAddress ?? "")" } ?? "never",
                ]
            })
    }
}
