public import Fail2ban

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The addresses of this machine.
public enum OwnAddresses {
    /// Those of all interfaces, read from the system each time.
    @Sendable public static func all() -> Set<IPAddress> {
        var first: UnsafeMutablePointer<ifaddrs>?
        guard getifaddrs(&first) == 0 else { return [] }
        defer { freeifaddrs(first) }
        var addresses: Set<IPAddress> = []
        var next = first
        while let entry = next {
            if let socket = entry.pointee.ifa_addr, let answer = AnsweredAddress(socket: UnsafePointer(socket)) {
                addresses.insert(answer.address)
            }
            next = entry.pointee.ifa_next
        }
        return addresses
    }
}

extension AnsweredAddress {
    /// The address in a socket's address; nil for another family than IPv4 and IPv6.
    init?(socket: UnsafePointer<sockaddr>) {
        let bytes: [UInt8]
        let family = Int32(socket.pointee.sa_family)
        switch family {
        case AF_INET:
            bytes =
                Self.mappedPrefix
                + UnsafeRawPointer(socket).withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
                    withUnsafeBytes(of: $0.pointee.sin_addr) { Array($0) }
                }
        case AF_INET6:
            bytes = UnsafeRawPointer(socket).withMemoryRebound(to: sockaddr_in6.self, capacity: 1) {
                withUnsafeBytes(of: $0.pointee.sin6_addr) { Array($0) }
            }
        default: return nil
        }
        guard let address = IPAddress(sortable: bytes) else { return nil }
        self.init(address, isMapped: family == AF_INET6 && address.family == .v4)
    }

    private static let mappedPrefix: [UInt8] = Array(repeating: 0, count: 10) + [0xff, 0xff]

    /// The port in a socket's address; nil for another family than IPv4 and IPv6.
    static func port(socket: UnsafePointer<sockaddr>) -> Int? {
        switch Int32(socket.pointee.sa_family) {
        case AF_INET:
            UnsafeRawPointer(socket).withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
                Int(UInt16(bigEndian: $0.pointee.sin_port))
            }
        case AF_INET6:
            UnsafeRawPointer(socket).withMemoryRebound(to: sockaddr_in6.self, capacity: 1) {
                Int(UInt16(bigEndian: $0.pointee.sin6_port))
            }
        default: nil
        }
    }
}
