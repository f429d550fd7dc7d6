internal import Storage

/// By what it is told who asks: the session of a browser or of a program, or a token.
public struct Entrance: Sendable {
    /// Sessions of browsers.
    public let sessions: BrowserSessions
    /// Tokens that people make for programs.
    public let tokens: PersonalTokens
    /// Sessions of programs.
    public let programs: ProgramSessions

    /// The same, looked up on a connection of its own: a pool that is full keeps nobody from asking how it is.
    func on(_ database: any Database) -> Entrance {
        let sessions = sessions.on(database)
        return Entrance(sessions: sessions, tokens: tokens.on(database), programs: programs.on(sessions))
    }
}

extension ConsoleServices {
    /// Who may do what an action says, by the connection that it is asked on.
    public func entrance(for action: Action) -> Entrance {
        action == .viewHealthDetail
            ? healthEntrance : Entrance(sessions: sessions, tokens: tokens, programs: programs)
    }
}
