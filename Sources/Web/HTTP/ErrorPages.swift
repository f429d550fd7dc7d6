import Logging
import Console
import HTML
import HTTPTypes
import Hummingbird

/// Turns every error into an answer: a problem document for programs, a page for people, the way in for strangers.
///
/// It stands inside the security headers, since Hummingbird renders what is thrown past the last middleware without
/// them.
struct ErrorPages: RouterMiddleware {
    typealias Context = ConsoleContext

    let gate: Gate
    let frames: Frames

    @concurrent
    func handle(
        _ request: Request, context: ConsoleContext,
        next: @concurrent (Request, ConsoleContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch {
            guard var problem = Problem(error) else {
                context.logger.error(
                    "a request failed", metadata: ["path": "\(request.uri.path)", "error": "\(error)"])
                let unforeseen = Problem(
                    .internalServerError, .internalError, "Something failed inside BanGUI",
                    "It is in the log under the id below.")
                return await answer(unforeseen, request, context)
            }
            if let console = gate.phase.services {
                problem.take(console.guarding.board.status, error, at: gate.now())
                problem.take(console.breakers)
            }
            if problem.status.code >= 500, problem.code != .setupNeeded {
                context.logger.warning(
                    "a request was refused", metadata: ["code": "\(problem.code.rawValue)", "error": "\(error)"])
            }
            return await answer(problem, request, context)
        }
    }

    private func answer(_ problem: Problem, _ request: Request, _ context: ConsoleContext) async -> Response {
        if isForProgram(request) { return problem.response(requestID: context.requestID) }
        switch problem.code {
        case .setupNeeded: return seeOther(Link.setup.path())
        case .setupDone where request.method == .get: return seeOther(Link.login(returnTo: nil).path())
        case .notSignedIn:
            let path = request.method == .get ? LocalPath.checked(request.uri.string) : nil
            return seeOther(Link.login(returnTo: path == "/" ? nil : path).path())
        default: return await page(problem, request, context)
        }
    }

    private func page(_ problem: Problem, _ request: Request, _ context: ConsoleContext) async -> Response {
        let way = WayBack(from: request.uri.path)
        var frame =
            await signedInFrame(problem, request, context, way)
            ?? frames.plainFrame(problem.title, token: "", gate.configuration, request, now: gate.now())
        frame.title = frame.phrase(frame.title)
        var view = ErrorView(
            status: problem.status.code, detail: problem.detail.isEmpty ? problem.title : problem.detail,
            remedy: problem.recommendation, requestID: context.requestID,
            retryAfter: problem.retryAfter.map(Int64.init), back: way)
        if problem.status == .serviceUnavailable, problem.code != .setupNeeded {
            view.since = gate.phase.services.flatMap { problem.brokenSince($0.breakers) }
            view.isOfDatabase = problem.isOfDatabase
            view.again = Self.again(request, context.attempt.form)
            if request.method == .get { frame.scripts = ["retry.js"] }
        }
        var response = html(errorPage(view, in: frame), problem.status)
        problem.addHeaders(to: &response)
        return response
    }

    /// What a visitor sends to try again: what was entered is kept, but for passwords, which no page holds.
    private static func again(_ request: Request, _ form: FormFields?) -> ErrorView.Again? {
        guard request.method == .post else {
            return .look(FormFields(parsing: (request.uri.query ?? "").utf8).pairs)
        }
        guard let form, !form.pairs.contains(where: { $0.name.lowercased().contains("password") }) else { return nil }
        return .send(form.pairs.filter { $0.name != "_csrf" }, token: form["_csrf"] ?? "")
    }

    /// The frame of whoever is signed in; nil for anyone else, and where what it shows cannot be read just now.
    private func signedInFrame(
        _ problem: Problem, _ request: Request, _ context: ConsoleContext, _ way: WayBack?
    ) async -> PageFrame? {
        // A page for a name that is not ours shows nothing of what is behind it.
        guard problem.code != .unknownHost else { return nil }
        // What has just failed to be read would only be waited for once more.
        if let console = gate.phase.services, console.breakers.database.report.cause != nil { return nil }
        guard let visit = try? await gate.admit(request, context, .viewSession) else {
            return nil
        }
        return try? await frames.frame(visit, problem.title, way?.section)
    }

    private func isForProgram(_ request: Request) -> Bool {
        let path = request.uri.path.utf8
        return path.starts(with: "/api/".utf8) || path.starts(with: "/health".utf8)
            || path.starts(with: "/assets/".utf8) || path.elementsEqual("/metrics".utf8) || request.wantsFragment
    }
}
