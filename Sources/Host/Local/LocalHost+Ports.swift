import Fail2ban

extension LocalHost {
    /// The beginnings of the names of actions that close no port and hinder none that does.
    private static let reporting = [
        "mail", "sendmail", "smtp", "abuseipdb", "blocklist_de", "dshield", "complain", "mynetwatchman", "xarf",
        "apprise",
        "dummy",
    ]

    /// Where the service that a jail guards listens, and which ports its actions close. Nil where its name tells of no such
    /// service, where an action closes all ports or is of a kind that is not known, and where the service is not found: a
    /// container's is another machine's.
    func ports(of jail: JailName) async throws(HostError) -> ServicePorts? {
        guard let service = KnownService.of(jail: jail.text), let process = daemonProcess(),
            let setting = try await closedPorts(of: jail)
        else { return nil }
        let found = await looks.look(at: "\(jail.text) ports", within: Self.patience) { () -> ServicePorts? in
            let names = PortNames(services: SystemFile.text(DaemonView(process: process).root + "/etc/services") ?? "")
            return names.ranges(setting).flatMap {
                ListeningLook(process: process).ports(of: service, closed: $0, setting)
            }
        }
        return found ?? nil
    }

    /// The ports that the actions of a jail close, as they name them; nil where that is no list of ports.
    private func closedPorts(of jail: JailName) async throws(HostError) -> String? {
        var settings: [String] = []
        for action in try await send(.actions(of: jail)) {
            if Self.reporting.contains(where: { action.utf8.starts(with: $0.utf8) }) { continue }
            let isNFTables = action.utf8.starts(with: "nftables".utf8)
            guard isNFTables || action.utf8.starts(with: "iptables".utf8) else { return nil }
            let values = try await properties(
                [.start, .port, .protocols, .chain, .chainHook], ofAction: action, in: jail)
            // What is on its way to a container comes by another chain.
            guard let start = values[.start], start.contains("dport"), let port = values[.port],
                values[isNFTables ? .chainHook : .chain]?.lowercased() == "input"
            else { return nil }
            let protocols = values[.protocols] ?? "tcp"
            if protocols.utf8.split(separator: UInt8(ascii: ",")).contains(where: { $0.elementsEqual("tcp".utf8) }) {
                settings.append(port)
            }
        }
        return settings.isEmpty ? nil : settings.joined(separator: ",")
    }
}
