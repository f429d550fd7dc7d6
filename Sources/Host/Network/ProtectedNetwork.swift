public import Fail2ban

/// Addresses whose ban would cut off the machine or those who work on it.
public struct ProtectedNetwork: Hashable, Codable, Sendable {
    /// Why they are protected.
    public enum Reason: String, Hashable, Codable, Sendable {
        /// An address of one of the machine's own interfaces, loopback included.
        case ownAddress
        /// The way out.
        case gateway
        /// The other end of an SSH session that is open now.
        case sshPeer
    }

    /// The addresses.
    public var network: IPNetwork
    /// Why.
    public var reason: Reason

    /// Takes each part as it is.
    public init(network: IPNetwork, reason: Reason) {
        self.network = network
        self.reason = reason
    }
}
