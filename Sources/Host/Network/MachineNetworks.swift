import Fail2ban

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Addresses that a ban must not meet, read from the system each time.
enum MachineNetworks {
    /// The addresses of all interfaces.
    static func own() -> [ProtectedNetwork] {
        var first: UnsafeMutablePointer<ifaddrs>?
        guard getifaddrs(&first) == 0 else { return [] }
        defer { freeifaddrs(first) }
        var networks: [ProtectedNetwork] = []
        var next = first
        while let entry = next {
            if let address = entry.pointee.ifa_addr.flatMap(IPAddress.init(socket:)) {
                networks.append(ProtectedNetwork(network: IPNetwork(address), reason: .ownAddress))
            }
            next = entry.pointee.ifa_next
        }
        return networks
    }

    /// The next hops of all routes.
    static func gateways() -> [ProtectedNetwork] {
        let addresses =
            KernelTables.gateways(route: SystemFile.text("/proc/net/route") ?? "")
            + KernelTables.gateways(ipv6Route: SystemFile.text("/proc/net/ipv6_route") ?? "")
        return protected(addresses, .gateway)
    }

    /// The other ends of connections to the ports of the SSH server.
    static func sshPeers() -> [ProtectedNetwork] {
        let ports = SSHPorts.configured(in: SSHPorts.files())
        let addresses = ["/proc/net/tcp", "/proc/net/tcp6"].flatMap {
            KernelTables.peers(tcp: SystemFile.text($0) ?? "", ports: ports)
        }
        return protected(addresses, .sshPeer)
    }

    private static func protected(
        _ addresses: [IPAddress], _ reason: ProtectedNetwork.Reason
    ) -> [ProtectedNetwork] {
        Set(addresses).sorted().map { ProtectedNetwork(network: IPNetwork($0), reason: reason) }
    }
}

extension IPAddress {
    /// The address in a socket address; nil for a family other than IPv4 and IPv6.
    fileprivate init?(socket address: UnsafeMutablePointer<sockaddr>) {
        switch Int32(address.pointee.sa_family) {
        case AF_INET:
            self.init(
                v4: address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
                    withUnsafeBytes(of: $0.pointee.sin_addr) { Array($0) }
                })
        case AF_INET6:
            self.init(
                sortable: address.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) {
                    withUnsafeBytes(of: $0.pointee.sin6_addr) { Array($0) }
                })
        default: return nil
        }
    }

    /// Takes the four bytes of an IPv4 address, in network order; nil for any other count.
    init?(v4 bytes: [UInt8]) {
        guard bytes.count == 4 else { return nil }
        self.init(sortable: Array(repeating: 0, count: 10) + [0xff, 0xff] + bytes)
    }
}
