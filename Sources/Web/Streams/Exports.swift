import HTTPTypes

/// What all exports share: places, some for each session, and the turns in which they build their pages.
struct Exports: Sendable {
    /// Exports of one session at most: each builds pages as fast as it is read.
    static let perSession = 4

    let turns: PageTurns
    private let seats = StreamSeats(most: perSession)

    init(turns: PageTurns) { self.turns = turns }

    /// Takes a place, to be kept until the last page was written.
    ///
    /// - Throws: `Problem` where the session has all it may.
    func seat(for session: Int64) throws(Problem) -> StreamSeats.Seat {
        guard let seat = seats.take(for: session) else {
            throw Problem(
                .tooManyRequests, .tooManyRequests, "Too many exports",
                "This session has \(Self.perSession) exports running. Wait for one to end, or end it.",
                retryAfter: 30)
        }
        return seat
    }
}
