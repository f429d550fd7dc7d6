internal import Fail2ban

/// One request to one server, as the library runs it.
struct Exchange: Sendable {
    let link: OutboundLink
    /// The addresses that were vetted.
    let pinned: [AnsweredAddress]
    let method: OutboundRequest.Method
    let fields: [OutboundField]
    let body: [UInt8]
    let limits: OutboundLimits
    /// What is left of the total.
    let left: Duration
    let authorities: String?

    /// What the name stands for, in libcurl's words; nil where the link has an address itself.
    var pin: String? {
        guard case .name(let name) = link.host else { return nil }
        let addresses = pinned.prefix(8).map { $0.address.family == .v6 ? "[\($0.address)]" : "\($0.address)" }
        return "\(name):\(link.port):\(addresses.joined(separator: ","))"
    }
}

/// How an exchange ended.
struct ExchangeEnd: Sendable {
    /// Nil where an answer came, or as much of it as was wanted.
    var fault: OutboundFailure.Cause?
    var status = 0
    var fields: [String: String] = [:]
    var size = OutboundSize()
    /// The beginning of what a server that refuses says.
    var excerpt = ""
    var dialled: String?
    var certificate: OutboundCertificate?
}

/// What runs exchanges.
protocol ExchangeEngine: Sendable {
    /// Runs one to its end; a task that is cancelled ends it at once.
    func run(_ exchange: Exchange, into sink: any OutboundSink) async -> ExchangeEnd
}
