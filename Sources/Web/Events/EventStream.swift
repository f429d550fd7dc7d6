import Logging
import Console
import HTTPTypes
import Hummingbird
import NIOCore

/// `/api/events/stream`: events as they become visible, and the pulse of what pages show.
///
/// Publishers never wait for it: it reads by id when a pulse has beaten. What a reader does not take stays in the
/// database, since the next read waits until the last was written.
struct EventStream: Sendable {
    /// A comment after so long without a message keeps proxies from closing the connection.
    static let heartbeat: Duration = .seconds(15)
    /// Between two rounds: what comes meanwhile is read at once.
    static let pace: Duration = .milliseconds(100)
    /// How long an answer that has ended may take to be taken; then its connection is cut.
    static let patience: Duration = .milliseconds(500)
    /// Events a second at most that a reader may ask for.
    static let highestRate = 10_000

    let visit: Visit
    let request: StreamRequest
    let seat: StreamSeats.Seat
    /// For as long as this reader is behind.
    let turns: PageTurns
    /// At the latest then the session is looked at, and events that another process stored are found.
    let tick: Duration

    static func answer(_ visit: Visit, _ seats: StreamSeats, _ turns: PageTurns, tick: Duration) async throws
        -> Response
    {
        let request = try StreamRequest(visit)
        guard let seat = seats.take(for: visit.signedIn.session.id) else {
            throw Problem(
                .tooManyRequests, .tooManyRequests, "Too many streams",
                "This session has \(StreamSeats.perSession) streams open. Close one.", retryAfter: 30)
        }
        let latest = try await visit.console.guarding.history.latestID()
        let stream = EventStream(visit: visit, request: request, seat: seat, turns: turns, tick: tick)
        return Response(
            status: .ok, headers: [.contentType: "text/event-stream", Self.buffering: "no"],
            body: ResponseBody { writer in
                try await stream.write(to: &writer, latest: latest)
                try await writer.finish(nil)
            })
    }

    /// Has nginx pass every message on at once.
    private static let buffering = HTTPField.Name("x-accel-buffering") ?? .origin

    @concurrent
    private func write(to writer: inout any ResponseBodyWriter, latest: Int64) async throws {
        let end = Pulse()
        // Nobody else reads on, so that a reader who goes is noticed.
        try await visit.request.body.consumeWithInboundCloseHandler { _ in
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await watch(end) }
                do {
                    try await tell(&writer, latest: latest, until: end)
                } catch {
                    // The reader went, or the database failed: whoever comes back goes on where it stopped.
                    visit.context.logger.debug("a stream of events broke off", metadata: ["error": "\(error)"])
                }
                group.cancelAll()
            }
        } onInboundClosed: {
            end.finish()
        }
    }

    /// Ends the stream when the session, the connection or the server ends, though its reader may take nothing.
    private func watch(_ end: Pulse) async {
        let (console, channel) = (visit.console, visit.context.channel)
        while !Task.isCancelled {
            let seen = console.sessions.endings.count
            guard !end.isFinished, !console.pulse.isFinished, (try? await visit.isStillSignedIn()) == true else {
                break
            }
            _ = await console.sessions.endings.wait(beyond: seen, atMost: tick)
        }
        end.finish()
        try? await Task.sleep(for: Self.patience)
        if !Task.isCancelled { channel.close(promise: nil) }
    }

    @concurrent
    private func tell(_ writer: inout any ResponseBodyWriter, latest: Int64, until end: Pulse) async throws {
        let (console, history) = (visit.console, visit.console.guarding.history)
        var feed = EventFeed(
            history, request.filter, rate: request.rate, after: min(request.after ?? latest, latest))
        var pulses = PulseMessages(isWithPlace: !request.isWithEvents)
        var buffer = opening(latest)
        var (lastMessage, lastPlace) = (ContinuousClock.now, feed.place)
        var isBehind = latest - feed.place > Int64(EventFeed.batch)
        while !end.isFinished, !console.pulse.isFinished {
            let seen = [history.pulse, console.pulse, end].map { (pulse: $0, count: $0.count) }
            let moment = ContinuousClock.now
            let isSilent = moment - lastMessage >= Self.heartbeat
            try await pulses.write(to: &buffer, console, again: isSilent && !request.isWithEvents)
            isBehind =
                request.isWithEvents ? try await write(&feed, to: &buffer, at: moment, inTurn: isBehind) : false
            if isSilent, request.isWithEvents {
                if feed.place != lastPlace { buffer.writePlace(feed.place) } else { buffer.writeHeartbeat() }
                lastPlace = feed.place
            }
            if buffer.readableBytes > 0 {
                try await writer.write(buffer)
                buffer.clear()
                lastMessage = moment
            }
            if isBehind { continue }
            let limit = feed.deadline.map { max(.zero, min(tick, $0 - .now)) } ?? tick
            await Pulse.wait(forAnyOf: seen, atMost: limit)
            await Pulse.wait(forAnyOf: [(end, seen[2].count)], atMost: Self.pace)
        }
    }

    /// Writes the next events; gives whether there may be more at once.
    private func write(
        _ feed: inout EventFeed, to buffer: inout ByteBuffer, at moment: ContinuousClock.Instant, inTurn: Bool
    ) async throws -> Bool {
        guard inTurn else { return try await feed.write(to: &buffer, at: moment) }
        return try await turns.run { try await feed.write(to: &buffer, at: moment) }
    }

    /// How long to wait before coming back, and where the stream begins, so that a break before the first event loses
    /// none.
    private func opening(_ latest: Int64) -> ByteBuffer {
        var buffer = ByteBuffer(string: "retry: 2000\n")
        switch request.after {
        case nil: buffer.writePlace(latest)
        case let after? where after > latest:
            // The reader has seen another database; events that it knows by these ids are none of ours.
            buffer.writeString(":\n\n")
            buffer.writeMessage(id: latest, event: "reset", data: JSONWriter.object { $0.field("latest", latest) })
        default: buffer.writeString(":\n\n")
        }
        return buffer
    }
}

/// Messages that tell of the pulse of what pages show.
private struct PulseMessages {
    /// Whether they tell the latest event too, for a reader that gets none of them.
    let isWithPlace: Bool
    private var told: (pulse: Int, latest: Int64)?

    init(isWithPlace: Bool) { self.isWithPlace = isWithPlace }

    /// - Parameter again: also where nothing has changed; a page's script cannot see a comment, and asks whether the stream
    ///   lives.
    mutating func write(to buffer: inout ByteBuffer, _ console: ConsoleServices, again: Bool) async throws {
        let pulse = console.pulse.count
        let latest = isWithPlace ? try await console.guarding.history.latestID() : 0
        guard again || (told.map { $0 != (pulse, latest) } ?? true) else { return }
        told = (pulse, latest)
        buffer.writeMessage(
            event: "pulse",
            data: JSONWriter.object { json in
                json.field("pulse", pulse)
                if isWithPlace { json.field("latest", latest) }
            })
    }
}
