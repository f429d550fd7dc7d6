internal import Storage

/// What an account could be used by and cannot any more.
struct EndedAccess: Equatable {
    var sessions: Int
    var tokens: Int

    /// Such as `2 sessions ended, 1 token revoked`.
    var words: String {
        let ended = sessions == 1 ? "1 session ended" : "\(sessions) sessions ended"
        guard tokens > 0 else { return ended }
        return ended + (tokens == 1 ? ", 1 token revoked" : ", \(tokens) tokens revoked")
    }
}

extension Transaction {
    /// Ends all by which an account comes in: its sessions, but for one, and its tokens.
    func endAccess(of userID: Int64, except kept: Int64? = nil) throws -> EndedAccess {
        EndedAccess(
            sessions: try sessions.delete(userID: userID, except: kept),
            tokens: try apiTokens.delete(userID: userID))
    }
}
