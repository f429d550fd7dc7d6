public import Fail2ban

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// What DNS calls an address.
public struct ReverseName: Hashable, Sendable {
    /// The name, which whoever holds the address's zone chose: anyone's text.
    public var name: String
    /// Whether the name leads back to the address; nil where that could not be found out.
    public var isConfirmed: Bool?

    /// Takes each part as it is.
    public init(name: String, isConfirmed: Bool?) {
        self.name = name
        self.isConfirmed = isConfirmed
    }
}

/// Asks what addresses are called. Each question goes to name servers of whoever holds the address, who thereby learn that someone
/// looks at it, so that nothing asks by itself.
public struct ReverseNames: Sendable {
    private let naming: any Naming
    private let resolver: any Resolving

    /// By the system's resolver.
    public init() {
        self.init(naming: SystemNaming(), resolver: SystemResolver())
    }

    init(naming: any Naming, resolver: any Resolving) {
        self.naming = naming
        self.resolver = resolver
    }

    /// What an address is called, and whether the name is its own.
    ///
    /// - Parameter limit: how long each of the two questions may take.
    public func name(of address: IPAddress, within limit: Duration) async throws(ResolveFault) -> ReverseName {
        let name = try await naming.name(of: address, within: limit)
        guard Self.isHostName(name) else { return ReverseName(name: name, isConfirmed: false) }
        do throws(ResolveFault) {
            let answers = try await resolver.addresses(of: name, within: limit)
            return ReverseName(name: name, isConfirmed: answers.contains { !$0.isMapped && $0.address == address })
        } catch {
            return ReverseName(name: name, isConfirmed: error == .unknown ? false : nil)
        }
    }

    /// Whether a text is asked for as a name: labels of letters, digits, dashes and underscores, and not an address, which would
    /// confirm itself.
    static func isHostName(_ name: String) -> Bool {
        guard (1...253).contains(name.utf8.count), IPAddress(name) == nil else { return false }
        let labels = name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard labels.count > 1, labels.last?.allSatisfy({ (48...57).contains($0) }) == false else { return false }
        return labels.allSatisfy { (1...63).contains($0.count) && $0.allSatisfy(isOfLabel) }
    }

    private static func isOfLabel(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}

/// What addresses are called.
protocol Naming: Sendable {
    /// The name of an address.
    func name(of address: IPAddress, within limit: Duration) async throws(ResolveFault) -> String
}

/// By the system's resolver.
final class SystemNaming: Naming {
    private let lookups = Lookups()
    /// NI_MAXHOST (netdb.h).
    private static let longest = 1025

    func name(of address: IPAddress, within limit: Duration) async throws(ResolveFault) -> String {
        let text = address.description
        return try await lookups.run(within: limit) { Self.ask(text) }
    }

    private static func ask(_ address: String) -> Result<String, ResolveFault> {
        var hints = addrinfo()
        hints.ai_flags = AI_NUMERICHOST
        var first: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(address, nil, &hints, &first)
        guard code == 0, let place = first else { return .failure(ResolveFault(code: code)) }
        defer { freeaddrinfo(first) }
        var name = [CChar](repeating: 0, count: longest)
        let answer = getnameinfo(
            place.pointee.ai_addr, place.pointee.ai_addrlen, &name, socklen_t(longest), nil, 0, NI_NAMEREQD)
        guard answer == 0 else { return .failure(ResolveFault(code: answer)) }
        let bytes = name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        return .success(String(decoding: bytes, as: UTF8.self))
    }
}
