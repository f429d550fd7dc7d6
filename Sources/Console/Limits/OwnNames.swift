internal import Fail2ban

/// The host names by which the console knows itself.
///
/// A page of another site whose name an attacker lets point here (DNS rebinding) is of the same origin as the console
/// to the browser; only the name in `Host` tells the two apart. Names that nobody outside can give away need no list:
/// IP addresses, `localhost`, and what the machine calls itself.
public struct OwnNames: Sendable {
    /// What a request's `Host` is.
    public enum Verdict: Equatable, Sendable {
        /// The console itself.
        case own
        /// Some other name, as it was sent.
        case unknown(String)
        /// Missing, more than one, or none that RFC 9110 allows.
        case malformed
    }

    private let names: Set<String>

    /// - Parameters:
    ///   - publicURL: the origin under which browsers reach the console, where it is configured.
    ///   - listen: where the server listens; a name there is the operator's own word.
    ///   - machine: what the machine calls itself, with its domain or without.
    public init(publicURL: WebOrigin?, listen: ListenAddress, machine: String) {
        names = Set([publicURL?.host, listen.host, machine].compactMap { $0.map(Self.plain) }).subtracting([""])
    }

    /// Decides on a request.
    ///
    /// - Parameters:
    ///   - authority: the value of the first `Host`, nil where there is none.
    ///   - others: the values of any further `Host`.
    public func verdict(on authority: String?, others: [String] = []) -> Verdict {
        guard let authority, others.isEmpty, let origin = WebOrigin(authority: authority, isSecure: false) else {
            return .malformed
        }
        // Only ASCII is left, so that the comparison of texts is one of bytes.
        let name = Self.plain(origin.host)
        let isOwn = names.contains(name) || name == "localhost" || name.hasSuffix(".localhost")
        return isOwn || Self.isAddress(name) ? .own : .unknown(authority)
    }

    private static func isAddress(_ name: String) -> Bool {
        guard name.utf8.first == UInt8(ascii: "[") else { return IPAddress(name) != nil }
        return name.utf8.contains(UInt8(ascii: ":")) && IPAddress(name.dropFirst().dropLast()) != nil
    }

    /// A name as it is compared: in lower case, without the dot that ends a full name.
    private static func plain(_ name: String) -> String {
        let name = name.lowercased()
        return name.utf8.last == UInt8(ascii: ".") ? String(name.dropLast()) : name
    }
}
