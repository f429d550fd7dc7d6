import Console
import Foundation
import Storage

/// Accounts from the command line, on the database of a data directory.
struct AccountDesk {
    private let place: Place

    init(_ place: Place) { self.place = place }

    /// Adds an account; where nothing is set up yet, the first administrator completes the setup.
    func add(_ name: String, _ password: String, isAdministrator: Bool) async throws -> Account {
        let start = try await Start.joined(try place.sources())
        guard start.state == .needsSetup else {
            var added: Account?
            try await with {
                added = try await $0.create(
                    name: name, password: password, isAdministrator: isAdministrator, by: .commandLine)
            }
            guard let added else { throw Failure(.failed, "The account was not added.") }
            return added
        }
        guard isAdministrator else {
            throw Failure(.configuration, "Nothing is set up yet: the first account needs --admin.")
        }
        do {
            try start.directory.prepare()
            // The key has to be there before the database: the server refuses a database without one.
            let configuration = try start.reader.read(start.sources)
            // The one of an installed server is root's, and systemd's to hand over.
            if !Installed.isHome(start.directory) {
                _ = try SecretLoader(directory: start.directory, now: Clock.now, random: SystemRandom.bytes).load(
                    given: configuration.sessionSecret,
                    databaseExists: Installation.databaseExists(at: configuration.database))
            }
            let setup = Setup(
                directory: start.directory, sources: start.sources, reader: start.reader,
                policy: PasswordPolicy(hostName: ProcessInfo.processInfo.hostName),
                hasher: try PasswordHasher(random: SystemRandom.bytes),
                now: Clock.now, random: SystemRandom.bytes)
            let completed = try await setup.completeFromCommandLine(
                SetupRequest(userName: name, password: password), by: .commandLine)
            await completed.database.close()
            return completed.administrator
        } catch let error as SetupError {
            if case .invalid(let faults) = error {
                throw Failure(.usage, faults.map { "\($0.field): \($0.message)" }.joined(separator: "\n"))
            }
            throw Failure(.configuration, "\(error)")
        } catch let error as SecretError {
            throw Failure(.configuration, "\(error)")
        } catch let error as DataDirectoryError {
            throw Failure(.configuration, "\(error)")
        }
    }

    /// Runs `body` with the accounts of a system that was set up.
    func with(_ body: (Accounts) async throws -> Void) async throws {
        let start = try await Start.joined(try place.sources())
        guard let (_, database) = try await start.open() else {
            throw Failure(.configuration, "Nothing is set up yet; begin with: bangui user add NAME --admin")
        }
        let accounts = Accounts(
            database: database, hasher: try PasswordHasher(random: SystemRandom.bytes),
            policy: PasswordPolicy(hostName: ProcessInfo.processInfo.hostName),
            limiter: LoginLimiter(now: Clock.now, random: SystemRandom.bytes), now: Clock.now)
        var failure: (any Error)?
        do {
            try await body(accounts)
        } catch let error as AccountError {
            failure = Failure(error == .unknown ? .notFound : .conflict, "\(error)")
        } catch {
            failure = error
        }
        await database.close()
        if let failure { throw failure }
    }

    /// Runs `body` with the accounts and their tokens.
    func withTokens(_ body: (Accounts, PersonalTokens) async throws -> Void) async throws {
        try await with { accounts in
            try await body(
                accounts,
                PersonalTokens(
                    accounts: accounts, limiter: TokenLimiter(now: Clock.now), now: Clock.now,
                    random: SystemRandom.bytes))
        }
    }

    /// Changes the account of a name and shows it.
    func change(_ name: String, _ json: Bool, _ body: (Accounts, Account) async throws -> Void) async throws {
        try await with { accounts in
            let account = try await Self.find(name, accounts)
            try await body(accounts, account)
            if let changed = try await accounts.find(id: account.id) { AccountText.show([changed], json: json) }
        }
    }

    static func find(_ name: String, _ accounts: Accounts) async throws -> Account {
        guard let account = try await accounts.find(name: name) else { throw AccountError.unknown }
        return account
    }
}
