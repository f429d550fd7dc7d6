/// A jail of a private daemon; it watches a file of its own and acts by noting bans in another.
public struct TestJail: Sendable {
    /// The jail's name.
    public var name: String
    /// Options as `jail.conf` has them, replacing or adding to the defaults: `["bantime": "1h"]`.
    public var options: [String: String]

    /// A jail that watches `LOGS/NAME.log`, bans at the third `DATE failure from ADDRESS` and notes in `NAME.actions`.
    public init(_ name: String, _ options: [String: String] = [:]) {
        self.name = name
        self.options = options
    }

    /// A jail whose action fails for every ban, as a broken firewall does.
    public static func notEnforcing(_ name: String) -> TestJail { TestJail(name, ["action": "fails"]) }

    /// The section of `jail.conf`.
    func section(logs: String) -> String {
        let defaults = ["enabled": "true", "logpath": "\(logs)/\(name).log"]
        let lines = defaults.merging(options) { $1 }.sorted { $0.key < $1.key }.map { "\($0.key) = \($0.value)" }
        return "[\(name)]\n" + lines.joined(separator: "\n") + "\n\n"
    }
}
