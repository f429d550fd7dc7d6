/// What a person chose for their own pages.
public struct Preferences: Hashable, Sendable {
    /// The colours; `system` follows the machine.
    public enum Theme: String, CaseIterable, Sendable { case system, light, dark }

    /// How close together things stand.
    public enum Density: String, CaseIterable, Sendable { case roomy, dense }

    /// The time zone of exact times.
    public enum Zone: Hashable, Sendable {
        /// That of the configuration.
        case server
        /// That of the machine with the browser, where its script tells it.
        case browser
        /// The zone of an IANA name.
        case named(String)
    }

    /// The language of the pages; `browser` is what the browser asks for.
    public enum Language: String, CaseIterable, Sendable {
        case browser
        case english = "en"
        case german = "de"
    }

    /// The colours.
    public var theme = Theme.system
    /// How close together things stand.
    public var density = Density.roomy
    /// The time zone of exact times.
    public var zone = Zone.server
    /// The language of the pages.
    public var language = Language.browser
    /// Whether single keys do something.
    public var hasShortcuts = true
    /// The columns of each list that are not shown, by the key of the list.
    public var hiddenColumns: [Key: [String]] = [:]

    /// What holds for someone who chose nothing.
    public init() {}
}

extension Preferences {
    /// A choice by its name, in the API and in the database.
    public enum Key: String, CaseIterable, Sendable {
        case theme, density, zone, language, shortcuts
        case hiddenBans, hiddenEvents, hiddenJails, hiddenOperations
    }

    /// Columns of a list that can be hidden at most.
    private static let mostColumns = 12

    /// Reads what was stored; what is missing or not known any more is as if not chosen.
    init(stored: [String: String]) {
        take(checked: stored)
    }

    /// The text of a choice.
    public subscript(key: Key) -> String {
        switch key {
        case .theme: theme.rawValue
        case .density: density.rawValue
        case .zone: zone.text
        case .language: language.rawValue
        case .shortcuts: hasShortcuts ? "on" : "off"
        case .hiddenBans, .hiddenEvents, .hiddenJails, .hiddenOperations:
            hiddenColumns[key, default: []].joined(separator: " ")
        }
    }

    /// Takes texts that were stored a moment ago.
    public mutating func take(checked texts: [String: String]) {
        for (key, text) in texts { if let key = Key(rawValue: key) { _ = take(text, for: key, zones: nil) } }
    }

    /// Takes the text of a choice; false where it is none. The name of a zone is looked up where there are `zones`.
    mutating func take(_ text: String, for key: Key, zones: TimeZoneNames?) -> Bool {
        switch key {
        case .theme: set(\.theme, Theme(rawValue: text))
        case .density: set(\.density, Density(rawValue: text))
        case .zone: set(\.zone, Zone(text, zones: zones))
        case .language: set(\.language, Language(rawValue: text))
        case .shortcuts: set(\.hasShortcuts, ["on": true, "off": false][text])
        case .hiddenBans, .hiddenEvents, .hiddenJails, .hiddenOperations:
            hide(Self.columns(text), of: key)
        }
    }

    /// Names of columns, apart by spaces; nil where one cannot be a name.
    private static func columns(_ text: String) -> [String]? {
        let names = text.utf8.split(separator: 32)
        let isRight =
            names.count <= mostColumns
            && names.allSatisfy { $0.count <= 12 && $0.allSatisfy { (97...122).contains($0) } }
        return isRight ? names.map { String(decoding: Array($0), as: UTF8.self) } : nil
    }

    private mutating func hide(_ names: [String]?, of key: Key) -> Bool {
        guard let names else { return false }
        hiddenColumns[key] = names
        return true
    }

    private mutating func set<Value>(_ path: WritableKeyPath<Preferences, Value>, _ value: Value?) -> Bool {
        guard let value else { return false }
        self[keyPath: path] = value
        return true
    }
}

extension Preferences.Zone {
    /// `server`, `browser`, or the name of a zone.
    public var text: String {
        switch self {
        case .server: "server"
        case .browser: "browser"
        case .named(let name): name
        }
    }

    fileprivate init?(_ text: String, zones: TimeZoneNames?) {
        switch text {
        case "server": self = .server
        case "browser": self = .browser
        default:
            guard zones?.contains(text) ?? true else { return nil }
            self = .named(text)
        }
    }
}
