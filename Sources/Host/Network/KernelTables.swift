import Fail2ban

/// The tables of Linux below `/proc/net` (proc(5), and `Documentation/networking/proc_net_tcp.rst`).
enum KernelTables {
    /// RTF_GATEWAY of `linux/route.h`: the route leads over another machine.
    private static let isGateway: UInt64 = 0x2
    /// TCP_ESTABLISHED and TCP_LISTEN of `net/tcp_states.h`.
    private static let (established, listening): (UInt64, UInt64) = (0x01, 0x0a)

    /// Next hops of `/proc/net/route`: interface, destination, gateway, flags, and so on.
    static func gateways(route table: String) -> [IPAddress] {
        rows(table).compactMap { fields in
            guard fields.count > 3, let flags = UInt64(fields[3], radix: 16), flags & isGateway != 0 else { return nil }
            return address(fields[2])
        }
    }

    /// Next hops of `/proc/net/ipv6_route`: destination, its length, source, its length, next hop, three counts,
    /// flags, interface.
    static func gateways(ipv6Route table: String) -> [IPAddress] {
        rows(table).compactMap { fields in
            guard fields.count > 8, let flags = UInt64(fields[8], radix: 16), flags & isGateway != 0 else { return nil }
            return bytes(fields[4]).flatMap { IPAddress(sortable: $0) }
        }
    }

    /// Other ends of established connections to local ports, from `/proc/net/tcp` or `tcp6`: number, local address
    /// and port, remote ones, state.
    static func peers(tcp table: String, ports: Set<Int>) -> [IPAddress] {
        rows(table).compactMap { fields in
            guard fields.count > 3, UInt64(fields[3], radix: 16) == established else { return nil }
            let local = fields[1].split(separator: ":")
            guard local.count == 2, let port = Int(local[1], radix: 16), ports.contains(port) else { return nil }
            return fields[2].split(separator: ":").first.flatMap { address(String($0)) }
        }
    }

    /// Sockets that wait for connections from others than this machine, by the number of their file, from `/proc/net/tcp` or
    /// `tcp6`, which begin with them; the tenth field is that number.
    static func listeners(tcp table: String) -> [UInt64: Int] {
        var listeners: [UInt64: Int] = [:]
        for fields in rows(table) where fields.count > 9 && UInt64(fields[3], radix: 16) == listening {
            let local = fields[1].split(separator: ":")
            guard local.count == 2, let port = Int(local[1], radix: 16), let number = UInt64(fields[9]),
                let address = address(String(local[0])), !address.isLoopback
            else { continue }
            listeners[number] = port
        }
        return listeners
    }

    private static func rows(_ table: String) -> [[String]] {
        table.utf8.split(separator: 0x0a).map { line in
            line.split { $0 == 0x20 || $0 == 0x09 }.map { String(decoding: $0, as: UTF8.self) }
        }
    }

    /// An address as words of 32 bits in the order of this machine's bytes; little-endian, as all that Swift runs on.
    private static func address(_ digits: String) -> IPAddress? {
        guard let bytes = bytes(digits), bytes.count == 4 || bytes.count == 16 else { return nil }
        let swapped = stride(from: 0, to: bytes.count, by: 4).flatMap { bytes[$0..<$0 + 4].reversed() }
        return swapped.count == 4 ? IPAddress(v4: swapped) : IPAddress(sortable: swapped)
    }

    private static func bytes(_ digits: String) -> [UInt8]? {
        let digits = Array(digits.utf8)
        guard digits.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        for start in stride(from: 0, to: digits.count, by: 2) {
            guard let byte = UInt8(String(decoding: digits[start..<start + 2], as: UTF8.self), radix: 16) else {
                return nil
            }
            bytes.append(byte)
        }
        return bytes
    }
}
