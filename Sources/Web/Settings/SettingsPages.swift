import Console
import HTML
import HTTPTypes
import Hummingbird

/// The console's own settings: each value, and where it comes from.
struct SettingsPages: Sendable {
    let frames: Frames
    /// Names of time zones to choose from.
    let zones: [String]

    func register(on routes: Routes) {
        routes.page(.settings, .viewSettings) { visit in try await answer(visit, [:], [:]) }
        routes.form(.settings, .changeSettings, save)
    }

    private func save(_ visit: Visit, _ fields: FormFields) async throws -> Response {
        let pairs = fields.pairs.filter { $0.name != "_csrf" }
        let values = Dictionary(pairs.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
        let desk = visit.console.settings
        let before = try await desk.stored()
        let faults = try await desk.store(values, by: visit.author(.web))
        guard faults.isEmpty else {
            let words = Dictionary(faults.map { ($0.field, $0.message) }, uniquingKeysWith: { first, _ in first })
            return try await answer(visit, values, words, .unprocessableContent)
        }
        let outcome = Self.outcome(before, try await desk.stored())
        return seeOther(Link.settingsAfter(outcome, at: visit.console.now()).path())
    }

    private static func outcome(_ before: [String: String], _ after: [String: String]) -> SettingsOutcome {
        let changed = SettingDefinition.all.filter { before[$0.key.rawValue] != after[$0.key.rawValue] }
        if changed.isEmpty { return .unchanged }
        return changed.allSatisfy(\.isLive) ? .now : .later
    }

    /// What was just saved, for the first seconds after it.
    private static func toast(_ visit: Visit, in frame: PageFrame) -> ToastView? {
        guard let outcome = visit.query["saved"].flatMap(SettingsOutcome.init(rawValue:)),
            let moment = visit.query["at"].flatMap({ Int64($0) }), (moment..<moment &+ 20).contains(frame.now)
        else { return nil }
        return switch outcome {
        case .unchanged: ToastView(message: frame[.settingsSavedNothing])
        case .now: ToastView(message: frame[.settingsSaved])
        case .later: ToastView(message: frame[.settingsSavedLater])
        }
    }

    private func answer(
        _ visit: Visit, _ typed: [String: String], _ faults: [String: String], _ status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let stored = try await visit.console.settings.stored()
        let configuration = visit.console.configuration
        let rows = SettingDefinition.all.map { definition in
            row(definition, configuration, stored, typed[definition.key.rawValue], faults[definition.key.rawValue])
        }
        var frame = try await frames.frame(visit, .settingsTitle, .settings)
        frame.toast = Self.toast(visit, in: frame) ?? frame.toast
        return html(settingsPage(SettingsView(rows: rows), in: frame), status)
    }

    private func row(
        _ definition: SettingDefinition, _ configuration: Configuration, _ stored: [String: String],
        _ typed: String?, _ fault: String?
    ) -> SettingsView.Row {
        let key = definition.key
        let origin = configuration.origins[key] ?? .builtIn
        let isEditable = definition.authority == .browser && !origin.isFixed && key != .databasePath
        // What setup stored does not hold where something stronger fixes the value.
        let inForce = configuration.texts[key]
        let chosen = isEditable ? stored[key.rawValue] ?? definition.standard : inForce
        let text = typed ?? chosen ?? ""
        let value: SettingsView.Row.Value =
            definition.isSecret ? .secret(isSet: true) : text.isEmpty ? .unset : .text(text)
        var row = SettingsView.Row(key: key.rawValue, value: value, source: .init(origin))
        row.isEditable = isEditable
        row.isLive = definition.isLive
        row.needsRestart = !definition.isLive && chosen != inForce
        row.control = control(definition.kind)
        row.help = definition.summary
        row.error = fault
        return row
    }
}

extension SettingsPages {
    private func control(_ kind: SettingKind) -> SettingsView.Row.Control {
        switch kind {
        case .choice(let words): .choice(words)
        case .integer: .number
        case .timeZone: .suggestions(zones)
        default: .text
        }
    }
}

extension SettingsView.Row.Source {
    init(_ origin: SettingOrigin) {
        switch origin {
        case .commandLine: self = .commandLine
        case .environment: self = .environment
        case .file: self = .dotenv
        case .stored: self = .setup
        case .builtIn: self = .standard
        }
    }
}
