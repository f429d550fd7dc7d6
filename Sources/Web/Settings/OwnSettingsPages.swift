import Console
import HTML
import HTTPTypes
import Hummingbird
import NIOCore

/// What each person chose for their own pages, by page and by JSON.
struct OwnSettingsPages: Sendable {
    let frames: Frames
    /// Names of time zones to choose from.
    let zones: [String]

    func register(on routes: Routes) {
        routes.page(.ownSettings, .viewOwnSettings) { visit in
            try await answer(visit, OwnSettingsView(visit.signedIn.preferences))
        }
        routes.form(.ownSettings, .changeOwnSettings, save)
        routes.form(.ownColumns, .changeOwnSettings, chooseColumns)
        routes.api(.get, "/api/settings/me", .viewOwnSettings) { visit in
            json(OwnSettingsJSON.body(visit.signedIn.preferences))
        }
        routes.api(.patch, "/api/settings/me", .changeOwnSettings, change)
    }

    /// Takes which columns of a list are shown, and leads back to it.
    private func chooseColumns(_ visit: Visit, _ fields: FormFields) async throws -> Response {
        guard let list = fields["list"].flatMap(ColumnList.init(rawValue:)) else {
            throw OperationError.invalid([FieldFault("list", "This cannot be chosen.")])
        }
        let shown = fields.all("show")
        let hidden = list.columns.map(\.name).filter { !shown.contains($0) }
        _ = try await visit.console.accounts.choose(
            [list.key.rawValue: hidden.joined(separator: " ")], by: visit.author(.web), zones: TimeZoneNames())
        return Response(status: .seeOther, headers: [.location: LocalPath.checked(fields["back"]) ?? "/"])
    }

    private func change(_ visit: Visit) async throws -> Response {
        let texts = try await RequestBody.json(
            [String: OwnSettingsJSON.Value].self, of: visit.request, limit: RequestBody.credentialsLimit
        ).mapValues(\.text)
        let faults = try await visit.console.accounts.choose(
            texts, by: visit.author(.api), zones: TimeZoneNames())
        guard faults.isEmpty else { throw OperationError.invalid(faults) }
        var preferences = visit.signedIn.preferences
        preferences.take(checked: texts)
        return json(OwnSettingsJSON.body(preferences))
    }

    private func save(_ visit: Visit, _ fields: FormFields) async throws -> Response {
        var view = OwnSettingsView(visit.signedIn.preferences)
        view.take(fields)
        let faults = try await visit.console.accounts.choose(
            view.texts, by: visit.author(.web), zones: TimeZoneNames())
        guard faults.isEmpty else {
            view.zoneError = faults.first { $0.field == Preferences.Key.zone.rawValue }?.message
            return try await answer(visit, view, .unprocessableContent)
        }
        return seeOther(Link.ownSettingsSaved(at: visit.console.now()).path())
    }

    private func answer(
        _ visit: Visit, _ view: OwnSettingsView, _ status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        var view = view
        view.serverZone = visit.console.configuration.timeZone
        view.zones = zones
        var frame = try await frames.frame(visit, .ownSettingsTitle, .account)
        if let moment = visit.query["at"].flatMap({ Int64($0) }), (moment..<moment &+ 20).contains(frame.now) {
            frame.toast = ToastView(message: frame[.settingsSaved])
        }
        return html(ownSettingsPage(view, in: frame), status)
    }
}

extension OwnSettingsView {
    init(_ preferences: Preferences) {
        theme = preferences[.theme]
        density = preferences[.density]
        language = preferences[.language]
        shortcuts = preferences[.shortcuts]
        switch preferences.zone {
        case .server, .browser, .named("UTC"): zone = preferences[.zone]
        case .named(let name): (zone, zoneName) = ("named", name)
        }
    }

    /// Takes what was chosen in the form; what it does not hold stays.
    fileprivate mutating func take(_ fields: FormFields) {
        theme = fields["theme"] ?? theme
        density = fields["density"] ?? density
        language = fields["language"] ?? language
        shortcuts = fields["shortcuts"] ?? shortcuts
        zone = fields["zone"] ?? zone
        zoneName = fields["zone-name"] ?? zoneName
    }

    /// The choices by the names of `Preferences.Key`.
    fileprivate var texts: [String: String] {
        [
            "theme": theme, "density": density, "language": language, "shortcuts": shortcuts,
            "zone": zone == "named" ? zoneName : zone,
        ]
    }
}

/// A person's choices as the API tells and takes them.
enum OwnSettingsJSON {
    static func body(_ preferences: Preferences) -> ByteBuffer {
        JSONWriter.object {
            $0.field("theme", preferences[.theme])
            $0.field("density", preferences[.density])
            $0.field("zone", preferences[.zone])
            $0.field("language", preferences[.language])
            $0.field("shortcuts", preferences.hasShortcuts)
            $0.field("hiddenBans", preferences[.hiddenBans])
            $0.field("hiddenEvents", preferences[.hiddenEvents])
            $0.field("hiddenJails", preferences[.hiddenJails])
            $0.field("hiddenOperations", preferences[.hiddenOperations])
        }
    }

    /// A choice as a program writes it: a text, or a truth value for what is on or off.
    struct Value: Decodable {
        let text: String

        init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            if let flag = try? value.decode(Bool.self) {
                text = flag ? "on" : "off"
            } else {
                text = try value.decode(String.self)
            }
        }
    }
}

extension ColumnList {
    /// The choice that holds its hidden columns.
    var key: Preferences.Key {
        switch self {
        case .bans: .hiddenBans
        case .events: .hiddenEvents
        case .jails: .hiddenJails
        case .operations: .hiddenOperations
        }
    }
}
