import Console
import HTTPTypes
import Hummingbird
import Synchronization

/// Counts requests by route, method and class of status, and how long each route took to answer.
final class RequestTally: Sendable {
    /// What is counted apart.
    struct Key: Hashable, Sendable {
        var route: String
        var method: String
        /// The first digit of the status.
        var status: Int
    }

    private struct Counts {
        var requests: [Key: Int64] = [:]
        var times: [String: DurationHistogram] = [:]
    }

    /// Routes at most: the router knows fewer.
    static let mostRoutes = 300
    /// What stands for what no route is for, and for other methods.
    static let other = "other"

    private let held = Mutex(Counts())

    var requests: [Key: Int64] { held.withLock { $0.requests } }
    /// Until the answer began, by route; what flows after that, as of a stream, does not count.
    var times: [String: DurationHistogram] { held.withLock { $0.times } }

    /// - Parameter route: the pattern of the route, never the path that was asked for; nil where none fits.
    func note(_ method: HTTPRequest.Method, route: String?, status: Int, took time: Duration) {
        let known = route == "NotFound" ? nil : route
        held.withLock { counts in
            var route = known ?? Self.other
            if counts.times[route] == nil, counts.times.count >= Self.mostRoutes { route = Self.other }
            counts.requests[Key(route: route, method: Self.word(method), status: status / 100), default: 0] += 1
            counts.times[route, default: DurationHistogram(bounds: DurationHistogram.answers)].add(time)
        }
    }

    /// A client may make up methods, so only those that exist are told apart.
    private static func word(_ method: HTTPRequest.Method) -> String {
        switch method {
        case .get, .head, .post, .put, .patch, .delete, .options: method.rawValue
        default: other
        }
    }
}

/// Counts every request, whatever becomes of it.
struct RequestCounting: RouterMiddleware {
    typealias Context = ConsoleContext

    let tally: RequestTally

    @concurrent
    func handle(
        _ request: Request, context: ConsoleContext,
        next: @concurrent (Request, ConsoleContext) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        let response = try await next(request, context)
        tally.note(
            request.method, route: context.endpointPath, status: response.status.code, took: .now - start)
        return response
    }
}
