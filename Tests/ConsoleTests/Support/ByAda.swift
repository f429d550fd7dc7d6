@testable import Console

// What a test does to accounts and sessions is done by the same person where it does not matter who it is.
extension Accounts {
    func create(name: String, password: String, isAdministrator: Bool) async throws -> Account {
        try await create(name: name, password: password, isAdministrator: isAdministrator, by: .ada)
    }

    func setDisabled(_ isDisabled: Bool, of id: Int64) async throws {
        try await setDisabled(isDisabled, of: id, by: .ada)
    }

    func setAdministrator(_ isAdministrator: Bool, of id: Int64) async throws {
        try await setAdministrator(isAdministrator, of: id, by: .ada)
    }

    func delete(id: Int64) async throws { try await delete(id: id, by: .ada) }

    func setPassword(_ password: String, of id: Int64) async throws {
        try await setPassword(password, of: id, by: .ada)
    }

    func changePassword(
        of person: SignedIn, current: String, new: String, from client: ClientAddress
    ) async throws {
        try await changePassword(of: person, current: current, new: new, from: client, by: .web)
    }
}

extension PersonalTokens {
    func revoke(_ id: Int64, of accountID: Int64) async throws -> Bool {
        try await revoke(id, of: accountID, by: .ada)
    }
}

extension BrowserSessions {
    func end(_ id: Int64, of accountID: Int64) async throws -> Bool { try await end(id, of: accountID, by: .ada) }

    func signOut(_ person: SignedIn) async throws { try await signOut(person, by: .ada) }

    func endAll(of accountID: Int64, except kept: Int64? = nil) async throws -> Int {
        try await endAll(of: accountID, except: kept, by: .ada)
    }
}
