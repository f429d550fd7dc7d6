/// The program that an action of fail2ban's own set runs, by the beginning of the action's name.
struct FirewallTool: Hashable {
    let program: String

    private static let known: [(beginning: String, program: String)] = [
        ("iptables-ipset", "ipset"), ("iptables", "iptables"), ("nftables", "nft"), ("ufw", "ufw"),
        ("firewallcmd", "firewall-cmd"), ("shorewall", "shorewall"), ("route", "ip"),
    ]

    /// Where the service managers of Linux look for programs.
    private static let folders = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"]

    /// The program of an action; nil for one that is not known.
    static func of(_ action: String) -> FirewallTool? {
        known.first { action.utf8.starts(with: $0.beginning.utf8) }.map { FirewallTool(program: $0.program) }
    }

    func isThere(below root: String) -> Bool {
        Self.folders.contains { FileFacts.look("\(root)\($0)/\(program)").facts != nil }
    }
}
