import Fail2ban
import Host
import Console
import HTML
import HTTPTypes
import Hummingbird
import NIOCore

/// Makes what every page shows around its content.
struct Frames: Sendable {
    let assets: Assets

    /// The frame of a page with a title of ours, for someone who is signed in.
    func frame(_ visit: Visit, _ title: Text, _ section: PageFrame.Section?) async throws -> PageFrame {
        var frame = try await frame(visit, "", section)
        frame.title = frame[title]
        return frame
    }

    /// The frame of a page for someone who is signed in, with what waits for a confirmation and what was just done.
    func frame(_ visit: Visit, _ title: String, _ section: PageFrame.Section?) async throws -> PageFrame {
        let console = visit.console
        var frame = PageFrame(
            title: title, section: section, userName: visit.signedIn.account.name,
            csrfToken: console.sessions.forgeryToken(of: visit.signedIn), pulse: Int64(console.pulse.count),
            assetHash: assets.hash, zone: Zone(console.configuration.timeZone) ?? .utc, now: console.now())
        frame.base = Self.base(console.configuration)
        frame.zoneCookie = console.configuration.cookie.zoneName
        frame.take(visit.signedIn.preferences, visit.request)
        frame.mayAudit = visit.signedIn.principal.may(.viewAudit)
        frame.mayViewTasks = visit.signedIn.principal.may(.viewTasks)
        frame.mayStart = visit.signedIn.principal.may(.startDaemon) && console.guarding.recovery.canStart == true
        frame.notices = Self.notices(console.configuration, at: frame.now)
        frame.readOnly = await Self.readOnly(console)
        // What frames every page tells nothing that the person may not open.
        guard visit.signedIn.principal.may(.viewBans) else { return frame }
        frame.status = StatusView(console.guarding.board.status)
        let trials = try await console.guarding.bans.trials()
        let language = frame.language
        frame.confirmations = trials.waiting.compactMap { ConfirmationView($0, in: language) }
        frame.expired = trials.expired.compactMap { ConfirmationView(ended: $0, in: language) }
        if let id = visit.query["done"] { frame.toast = await toast(id, visit, in: frame) }
        return frame
    }

    /// The frame of a page with a title of ours, for someone who is not signed in.
    func plainFrame(
        _ title: Text, token: String, _ configuration: Configuration, _ request: Request, now: Int64
    ) -> PageFrame {
        var frame = plainFrame("", token: token, configuration, request, now: now)
        frame.title = frame[title]
        return frame
    }

    /// The frame of a page for someone who is not signed in: the language of the browser, the colours of the device.
    func plainFrame(
        _ title: String, token: String, _ configuration: Configuration, _ request: Request, now: Int64
    ) -> PageFrame {
        var frame = PageFrame(
            title: title, csrfToken: token, assetHash: assets.hash, zone: Zone(configuration.timeZone) ?? .utc,
            now: now)
        frame.base = Self.base(configuration)
        frame.zoneCookie = configuration.cookie.zoneName
        frame.take(Preferences(), request)
        frame.notices = Self.notices(configuration, at: now)
        return frame
    }

    /// What was just done, for the first seconds after it.
    private func toast(_ id: String, _ visit: Visit, in frame: PageFrame) async -> ToastView? {
        guard let record = try? await visit.console.guarding.bans.operation(id), frame.now - record.at < 20 else {
            return nil
        }
        let undo = record.undoUntil.map { UndoView(id: record.id, deadline: $0) }
        return ToastView(message: OperationWords.summary(record, in: frame.language), undo: undo)
    }

    /// Why nothing can be stored; a disk that is full says so the first time.
    private static func readOnly(_ console: ConsoleServices) async -> ReadOnlyView? {
        let report = console.breakers.databaseWrites.report
        guard let cause = report.cause, report.state != .closed || cause == .store(.full) else { return nil }
        var view = ReadOnlyView(since: report.brokenSince, cause: cause.words, advice: report.recommendation)
        if cause == .store(.full) {
            view.space = await console.readiness.parts().first { $0.name == "space" }?.detail
        }
        return view
    }

    /// What every address on a page begins with.
    private static func base(_ configuration: Configuration) -> URLPath {
        guard let address = configuration.publicAddress, !address.path.isEmpty else { return .root }
        return URLPath(address.segments)
    }

    private static func notices(_ configuration: Configuration, at now: Int64) -> [PageFrame.Notice] {
        var notices: [PageFrame.Notice] = []
        if !configuration.cookie.isSecure { notices.append(.plainHTTP) }
        if case .report(let until) = configuration.forgery, now < until {
            notices.append(.csrfReportOnly(until: until))
        }
        return notices
    }
}

extension PageFrame {
    /// Takes what a person chose for their pages.
    fileprivate mutating func take(_ preferences: Preferences, _ request: Request) {
        theme = Theme(rawValue: preferences[.theme]) ?? .system
        density = Density(rawValue: preferences[.density]) ?? .roomy
        hasShortcuts = preferences.hasShortcuts
        for list in ColumnList.allCases { hiddenColumns[list] = preferences.hiddenColumns[list.key] }
        language =
            preferences.language == .browser
            ? Language(accepting: request.headers[.acceptLanguage])
            : Language(rawValue: preferences.language.rawValue) ?? .english
        switch preferences.zone {
        case .server: break
        case .named(let name): zone = Zone(name) ?? zone
        case .browser:
            asksForZone = true
            zone = request.cookies[zoneCookie].flatMap { Zone(told: $0.value) } ?? zone
        }
    }
}

extension Zone {
    /// The zone that a browser tells by cookie.
    fileprivate init?(told name: String) {
        guard TimeZoneNames().contains(name) else { return nil }
        self.init(name)
    }
}

extension StatusView {
    init(_ status: DaemonStatus) {
        var state: State =
            switch status.state {
            case .starting: .starting
            case .up: .up
            case .hanging: .hanging
            case .down: .down
            }
        if case .unreachable(.noPermission(_)) = status.cause { state = .noPermission }
        if case .agent(_) = status.cause { state = .noAgent }
        self.init(
            state: state, since: status.since, version: status.daemon?.version.text,
            jails: status.readAt == nil ? nil : status.jails.count,
            bannedNow: status.readAt == nil ? nil : status.banned,
            failures: status.readAt == nil ? nil : status.failed,
            bansSinceStart: status.readAt == nil ? nil : status.totalBanned)
        if let cause = status.cause {
            problem = Problem(cause: Self.reason(cause), staleSince: status.readAt)
        }
    }

    /// Why it is not up. That it does not answer is the title already.
    static func reason(_ cause: HostError) -> String {
        switch cause {
        case .unreachable, .timedOut, .busy, .agent: Web.Problem(host: cause).detail
        default: describe(cause)
        }
    }
}

extension ConfirmationView {
    /// What waits for a confirmation; nil for an operation that waits for none.
    init?(_ record: OperationRecord, in language: Language) {
        guard let deadline = record.confirmBy else { return nil }
        self.init(record, deadline: deadline, in: language)
    }

    /// What was taken back because nobody confirmed it; nil where nothing was changed.
    init?(ended record: OperationRecord, in language: Language) {
        self.init(record, deadline: record.at, in: language)
    }

    private init?(_ record: OperationRecord, deadline: Int64, in language: Language) {
        // What has an unknown outcome may stand, and is undone like the rest.
        let changed = record.items.filter { $0.result != .already && $0.result != .refused }
        guard let first = changed.first else { return nil }
        let one = language.words(.didIn, [first.subject, first.jail])
        let more = Figures.number(changed.count - 1, in: language)
        self.init(
            operation: record.id,
            kind: record.kind == .unignore || record.takesBack == .ignore ? .ignoreRemoved : .rangeBanned,
            subject: changed.count > 1 ? language.words(.didMore, [one, more]) : one, deadline: deadline)
    }
}

/// A page as an answer.
func html(_ page: HTML, _ status: HTTPResponse.Status = .ok) -> Response {
    Response(
        status: status, headers: [.contentType: "text/html; charset=utf-8"],
        body: .init(byteBuffer: ByteBuffer(bytes: page.bytes)))
}

/// The answer to a form: go and look there.
func seeOther(_ path: URLPath) -> Response {
    Response(status: .seeOther, headers: [.location: path.text])
}

extension Request {
    /// Whether a script asks for the live part of a page only.
    var wantsFragment: Bool { headers[Self.fragmentHeader] == "1" }

    private static let fragmentHeader = HTTPField.Name("x-fragment") ?? .origin
}
