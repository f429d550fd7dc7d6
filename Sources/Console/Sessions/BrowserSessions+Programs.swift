internal import Storage

extension BrowserSessions {
    /// Whose the session of a program is; nil for one that has ended, is no program's or another account's, or a disabled account.
    func authenticate(
        program hash: [UInt8], of userID: Int64, from client: ClientAddress
    ) async throws -> SignedIn? {
        let now = now()
        guard let row = try await find(hash), row.session.isProgram, row.user.id == userID, !row.user.isDisabled,
            isLive(row.session, at: now)
        else { return nil }
        lastSeen.note(row.session.id, at: now, address: client.text)
        return SignedIn(
            account: Account(row.user), session: SessionInfo(row.session, seen: lastSeen.sight(of: row.session.id)),
            preferences: row.preferences, tokenHash: hash)
    }
}
