import Console
import HTML
import HTTPTypes
import Hummingbird
import NIOCore

/// The setup, by page and by JSON; closed for ever once it is complete.
struct SetupRoutes: Sendable {
    let frames: Frames
    let zones: [String]
    let now: @Sendable () -> Int64

    /// The settings that the page asks for.
    static let keys: [SettingKey] = [.timeZone, .sessionDuration, .databasePath, .fail2banSocket]

    func register(on routes: Routes) {
        routes.setup(.get, Route.setup.rawValue, .viewSetup) { visit in
            var view = SetupView()
            view.token = visit.query["token"] ?? ""
            fill(&view, visit) { visit.desk.configuration.texts[$0] ?? "" }
            return await page(view, visit)
        }
        routes.setup(.post, Route.setup.rawValue, .completeSetup, form)
        routes.setup(.post, "/api/setup", .completeSetup, api)
    }

    private func api(_ visit: SetupVisit) async throws -> Response {
        let body = try await RequestBody.json(
            [String: SetupValue].self, of: visit.request, limit: RequestBody.credentialsLimit
        ).mapValues(\.text)
        let known = Set(["token", "username", "password"] + SettingKey.allCases.map(\.rawValue))
        let unknown = body.keys.filter { !known.contains($0) }.sorted()
        guard unknown.isEmpty else {
            throw OperationError.invalid(unknown.map { FieldFault($0, "There is no such setting.") })
        }
        let settings = body.filter { !["token", "username", "password"].contains($0.key) }
        let request = SetupRequest(
            userName: body["username"] ?? "", password: body["password"] ?? "", settings: settings)
        _ = try await visit.desk.complete(
            request, token: body["token"] ?? "", by: visit.author(.api))
        return json(JSONWriter.object { $0.field("username", request.userName) }, .created)
    }

    private func form(_ visit: SetupVisit) async throws -> Response {
        let fields = try await RequestBody.form(of: visit.request, limit: RequestBody.credentialsLimit)
        var view = SetupView()
        view.token = fields["token"] ?? ""
        view.username = fields["username"] ?? ""
        fill(&view, visit) { fields[$0.rawValue] ?? visit.desk.configuration.texts[$0] ?? "" }
        guard formGuard(visit).accepts(fields, visit.request) else {
            view.failure = "This page lay open for too long. Send it again."
            return await page(view, visit, .forbidden)
        }
        var settings: [String: String] = [:]
        for key in Self.keys {
            // A browser leaves a locked field out.
            guard let text = fields[key.rawValue], text != visit.desk.configuration.texts[key] else { continue }
            settings[key.rawValue] = text
        }
        let request = SetupRequest(
            userName: view.username, password: fields["password"] ?? "", settings: settings)
        guard fields["password"] == fields["repeat"] else {
            note(faultsBesideMismatch(request, token: view.token, visit), in: &view)
            view.errors["repeat"] = "The two passwords differ."
            return await page(view, visit, .unprocessableContent)
        }
        do {
            let console = try await visit.desk.complete(
                request, token: view.token, by: visit.author(.web))
            return await done(request.userName, console, visit)
        } catch SetupError.invalid(let faults) {
            note(faults, in: &view)
            return await page(view, visit, .unprocessableContent)
        } catch SetupError.wrongToken {
            view.errors["token"] = "\(SetupError.wrongToken)"
            return await page(view, visit, .forbidden)
        } catch let error as SetupError {
            guard error != .alreadyComplete else { throw error }
            view.failure = "\(error)"
            return await page(view, visit, .conflict)
        }
    }

    private func note(_ faults: [FieldFault], in view: inout SetupView) {
        for fault in faults { view.errors[fault.field] = fault.message }
    }

    /// What else is wrong, so that nobody mends one fault only to meet the next; who lacks the token learns only that.
    private func faultsBesideMismatch(_ request: SetupRequest, token: String, _ visit: SetupVisit) -> [FieldFault] {
        guard (try? visit.desk.setup.accepts(token: token)) == true else {
            return [FieldFault("token", "\(SetupError.wrongToken)")]
        }
        return visit.desk.setup.faults(of: request)
    }

    private func fill(_ view: inout SetupView, _ visit: SetupVisit, _ text: (SettingKey) -> String) {
        view.timezone = text(.timeZone)
        view.zones = zones
        view.sessionMinutes = text(.sessionDuration)
        view.databasePath = text(.databasePath)
        view.socket = text(.fail2banSocket)
        view.minimumPassword = PasswordPolicy.leastCharacters
        for key in Self.keys {
            guard let origin = visit.desk.configuration.origins[key], origin.isFixed else { continue }
            view.locked[key.rawValue] = OriginWords.text(origin)
        }
    }

    private func page(
        _ view: SetupView, _ visit: SetupVisit, _ status: HTTPResponse.Status = .ok
    ) async -> Response {
        var view = view
        // Only who holds the token may have this machine look at a socket, and never at another than a fixed one.
        if (try? visit.desk.setup.accepts(token: view.token)) == true {
            let isFixed = visit.desk.configuration.origins[.fail2banSocket]?.isFixed ?? false
            let socket = isFixed ? visit.desk.configuration.fail2banSocket : view.socket
            view.checks = SetupChecks.checks(await visit.desk.inspect(socket))
        }
        let policy = visit.desk.configuration.cookie
        let (field, cookie) = formGuard(visit).issue(for: visit.request)
        let frame = frames.plainFrame(
            .setupTitle, token: field, visit.desk.configuration, visit.request, now: now())
        var response = html(setupPage(view, in: frame), status)
        if let cookie { SessionCookie(policy: policy).setForm(cookie, on: &response) }
        return response
    }

    private func done(_ name: String, _ console: ConsoleServices, _ visit: SetupVisit) async -> Response {
        let frame = frames.plainFrame(
            .setupDone, token: "", console.configuration, visit.request, now: now())
        let status = await visit.desk.inspect(console.configuration.fail2banSocket)
        return html(setupDonePage(SetupDoneView(username: name, checks: SetupChecks.checks(status)), in: frame))
    }

    private func formGuard(_ visit: SetupVisit) -> FormGuard {
        FormGuard(tokens: visit.desk.forms, policy: visit.desk.configuration.cookie)
    }
}

/// A value of the setup as a program writes it: a text, a whole number or a truth value.
private struct SetupValue: Decodable {
    let text: String

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if let flag = try? value.decode(Bool.self) {
            text = "\(flag)"
        } else if let number = try? value.decode(Int64.self) {
            text = "\(number)"
        } else {
            text = try value.decode(String.self)
        }
    }
}

/// Where a setting comes from, in words.
enum OriginWords {
    static func text(_ origin: SettingOrigin) -> String {
        switch origin {
        case .commandLine: "command line"
        case .environment: "environment"
        case .file(let line): ".env, line \(line)"
        case .stored: "setup"
        case .builtIn: "default"
        }
    }
}
