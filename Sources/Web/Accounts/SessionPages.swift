import Console
import HTML
import HTTPTypes
import Hummingbird
import NIOCore

/// One's own sessions and password, by page and by JSON.
struct SessionPages: Sendable {
    let frames: Frames

    func register(on routes: Routes) {
        routes.page(.sessions, .viewOwnSessions) { visit in try await answer(visit) }
        routes.form(.endSessions, .endOwnSession, end)
        routes.form(.password, .changeOwnPassword, changePassword)
        routes.api(.get, "/api/auth/sessions", .viewOwnSessions) { visit in
            json(try await list(visit))
        }
        routes.api(.delete, "/api/auth/sessions/{id}", .endOwnSession) { visit in
            guard let id = Int64(visit.parameter("id")),
                try await visit.console.sessions.end(id, of: visit.signedIn.account.id, by: visit.author(.api))
            else { throw Problem(.notFound, .notFound, "No such session", "It has ended, or is not yours.") }
            return Response(status: .noContent)
        }
    }

    private func list(_ visit: Visit) async throws -> ByteBuffer {
        let sessions = try await visit.console.sessions.list(of: visit.signedIn.account.id)
        return JSONWriter.object { json in
            json.array("sessions", sessions) { json, session in
                json.object {
                    $0.field("id", session.id)
                    $0.field("device", session.userAgent)
                    $0.field("address", session.address)
                    $0.field("createdAt", time: session.createdAt)
                    $0.field("lastSeenAt", time: session.lastSeenAt)
                    $0.field("expiresAt", time: session.expiresAt)
                    $0.field("current", session.id == visit.signedIn.session.id)
                }
            }
        }
    }

    private func end(_ visit: Visit, _ fields: FormFields) async throws -> Response {
        let account = visit.signedIn.account.id
        if fields["session"] == "others" {
            _ = try await visit.console.sessions.endAll(
                of: account, except: visit.signedIn.session.id, by: visit.author(.web))
        } else if let id = fields["session"].flatMap({ Int64($0) }) {
            _ = try await visit.console.sessions.end(id, of: account, by: visit.author(.web))
            if id == visit.signedIn.session.id {
                var response = Response(status: .seeOther, headers: [.location: Link.login(returnTo: nil).path().text])
                SessionCookie(policy: visit.console.configuration.cookie).clear(on: &response)
                return response
            }
        }
        return seeOther(Link.sessions.path())
    }

    private func changePassword(_ visit: Visit, _ fields: FormFields) async throws -> Response {
        var form = SessionsView.PasswordForm()
        guard fields["new"] == fields["repeat"] else {
            form.repeatError = "The two new passwords differ."
            return try await answer(visit, form, .unprocessableContent)
        }
        do {
            try await visit.console.accounts.changePassword(
                of: visit.signedIn, current: fields["current"] ?? "", new: fields["new"] ?? "", from: visit.client,
                by: .web)
            return seeOther(Link.sessions.path())
        } catch let error as AccountError {
            if error == .wrongPassword {
                let event = AuditEvent(
                    .password, subject: visit.signedIn.account.name, result: .refused, detail: "\(error)")
                await visit.console.audit.noteAttempt(event, by: visit.author(.web))
            }
            switch error {
            case .password: form.newError = "\(error)"
            default: form.currentError = "\(error)"
            }
            guard case .limited(let seconds) = error else {
                return try await answer(visit, form, .unprocessableContent)
            }
            var response = try await answer(visit, form, .tooManyRequests)
            response.headers[.retryAfter] = String(seconds)
            return response
        }
    }

    private func answer(
        _ visit: Visit, _ form: SessionsView.PasswordForm = .init(), _ status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let frame = try await frames.frame(visit, .sessionsTitle, .account)
        let sessions = try await visit.console.sessions.list(of: visit.signedIn.account.id)
        var view = SessionsView(
            sessions: sessions.map { session in
                SessionsView.SessionRow(
                    id: "\(session.id)", device: Device.name(session.userAgent, in: frame), address: session.address,
                    lastSeen: session.lastSeenAt, started: session.createdAt,
                    isCurrent: session.id == visit.signedIn.session.id)
            },
            password: form)
        view.password.minimum = PasswordPolicy.leastCharacters
        return html(sessionsPage(view, in: frame), status)
    }
}

/// What a browser calls itself, in a few words.
enum Device {
    /// Such as `Firefox on Linux`; the first words of anything unknown.
    static func name(_ userAgent: String, in frame: PageFrame) -> String {
        let browsers = [
            ("Firefox/", "Firefox"), ("Edg/", "Edge"), ("Chrome/", "Chrome"), ("Safari/", "Safari"), ("curl/", "curl"),
        ]
        let systems = [
            ("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"),
            ("Mac OS X", "macOS"), ("Linux", "Linux"),
        ]
        let browser = browsers.first { userAgent.contains($0.0) }?.1
        let system = systems.first { userAgent.contains($0.0) }?.1
        switch (browser, system) {
        case (let browser?, let system?): return frame[.deviceOn, browser, system]
        case (let name?, nil), (nil, let name?): return name
        default: return userAgent.isEmpty ? frame[.deviceUnknown] : String(userAgent.prefix(60))
        }
    }
}
