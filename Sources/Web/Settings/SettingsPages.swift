import Console
import HTML
import HTTPTypes
import Hummingbird

/// The console's own settings: each value, and where it comes from.
struct SettingsPages: Sendable {
    let frames: Frames

    func register(on routes: Routes) {
        routes.page(.settings, .viewSettings) { visit in try await answer(visit, [:], [:]) }
        routes.form(.settings, .changeSettings) { visit, fields in
            let pairs = fields.pairs.filter { $0.name != "_csrf" }
            let values = Dictionary(pairs.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
            let faults = try await visit.console.settings.store(values, by: visit.signedIn.account.id)
            guard faults.isEmpty else {
                let words = Dictionary(faults.map { ($0.field, $0.message) }, uniquingKeysWith: { first, _ in first })
                return try await answer(visit, values, words, .unprocessableContent)
            }
            return seeOther(Link.settings.path())
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
        let frame = try await frames.frame(visit, PageFrame.title(.settingsTitle), .settings)
        return html(settingsPage(SettingsView(rows: rows), in: frame), status)
    }

    private func row(
        _ definition: SettingDefinition, _ configuration: Configuration, _ stored: [String: String],
        _ typed: String?, _ fault: String?
    ) -> SettingsView.Row {
        let key = definition.key
        let origin = configuration.origins[key] ?? .builtIn
        // What setup stored does not hold where something stronger fixes the value.
        let inForce = configuration.texts[key]
        let chosen = origin.isFixed ? inForce : stored[key.rawValue] ?? inForce
        let text = typed ?? chosen ?? ""
        let value: SettingsView.Row.Value =
            definition.isSecret ? .secret(isSet: true) : text.isEmpty ? .unset : .text(text)
        var row = SettingsView.Row(key: key.rawValue, value: value, source: .init(origin))
        row.isEditable = definition.authority == .browser && !origin.isFixed && key != .databasePath
        row.needsRestart = chosen != inForce
        row.help = definition.summary
        row.error = fault
        return row
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
