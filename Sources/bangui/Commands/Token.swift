import ArgumentParser
import Console

/// `bangui token`
struct Token: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Tokens of programs: create, list and revoke.",
        discussion: """
            A program sends its token as “Authorization: Bearer TOKEN” and acts in the name of an account, at most with what that
            account may do. A running server follows on its next request.
            """,
        subcommands: [Create.self, List.self, Revoke.self])

    /// `bangui token create`
    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes a token and prints it, this once.",
            discussion: """
                Scopes: read (look at bans, events and jails), bans (ban, unban, undo), jails (start, stop and change jails), system
                (look at health, settings, tasks and audit log), settings (change the settings of the console, run its tasks).
                Example: bangui token create ada backup-check --scope read --days 30
                """)
        @OptionGroup var place: Place
        @Argument(help: "The user name of the account that the token acts for.") var user: String
        @Argument(help: "What the token is called in operations and in the audit log.") var name: String
        @Option(help: "What it may do; can be given more than once.") var scope: [String] = []
        @Option(help: "For how many days it lasts, \(PersonalTokens.mostDays) at most.") var days = PersonalTokens
            .usualDays
        @Flag(help: "Print JSON.") var json = false

        func run() async throws {
            let draft = TokenDraft(name: name, scopes: scope, days: days)
            try await AccountDesk(place).withTokens { accounts, tokens in
                let made = try await tokens.create(
                    draft, for: try await AccountDesk.find(user, accounts), by: .commandLine)
                TokenText.show(made: made.text, made.1, json: json)
            }
        }
    }

    /// `bangui token list`
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "The tokens of all accounts, or of one.")
        @OptionGroup var place: Place
        @Argument(help: "The user name.") var user: String?
        @Flag(help: "Print JSON.") var json = false

        func run() async throws {
            try await AccountDesk(place).withTokens { accounts, tokens in
                let known: [Account]
                if let user {
                    known = [try await AccountDesk.find(user, accounts)]
                } else {
                    known = try await accounts.all()
                }
                let owners = Dictionary(known.map { ($0.id, $0.name) }) { first, _ in first }
                TokenText.show(try await tokens.all().filter { owners[$0.accountID] != nil }, owners, json: json)
            }
        }
    }

    /// `bangui token revoke`
    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Revokes a token: it is refused from its next request on, for good.")
        @OptionGroup var place: Place
        @Argument(help: "The user name of the account that the token acts for.") var user: String
        @Argument(help: "What the token is called.") var name: String

        func run() async throws {
            try await AccountDesk(place).withTokens { accounts, tokens in
                let owner = try await AccountDesk.find(user, accounts)
                guard let token = try await tokens.find(name: name, of: owner.id),
                    try await tokens.revoke(token.id, of: owner.id, by: .commandLine)
                else { throw Failure(.notFound, "\(owner.name) has no token “\(name)”; see: bangui token list") }
            }
        }
    }
}
