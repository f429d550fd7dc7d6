import Console
import Fail2ban
import Outbound

/// The way out to a server, for a terminal.
enum OutboundText {
    static func show(_ answer: OutboundAnswer) {
        show(answer.hops)
        let type = answer.fields["content-type"].map { ", \(Output.inert($0))" } ?? ""
        Output.line("It loads: \(answer.status)\(type), \(answer.size.unpacked) bytes read.")
    }

    static func show(_ hops: [OutboundHop]) {
        for (index, hop) in hops.enumerated() {
            Output.line("\(index + 1). \(place(hop.link))")
            for (address, verdict) in hop.addresses { Output.line("   \(address)  \(words(verdict))") }
            if let dialled = hop.dialled { Output.line("   dialled \(dialled), port \(hop.link.port)") }
            if let certificate = hop.certificate {
                Output.line(
                    "   certificate by \(Output.inert(certificate.issuer)), until \(Output.inert(certificate.expires))")
            }
            if let status = hop.status {
                Output.line("   answered \(status) in \(Int(hop.took / .milliseconds(1))) ms")
            }
            if let location = hop.location { Output.line("   sends on to \(Output.inert(location))") }
        }
    }

    /// The address without its query, which may hold a key.
    static func place(_ link: OutboundLink) -> String {
        let path = link.target.prefix { $0 != "?" }
        return link.origin + path + (path.endIndex == link.target.endIndex ? "" : "?…")
    }

    private static func words(_ verdict: AddressVerdict) -> String {
        switch verdict {
        case .open: "of the internet"
        case .listed(let network): "let through by \(network) in BANGUI_OUTBOUND_ALLOW"
        case .refused(let use): "refused: \(use.words)"
        }
    }

    static func code(of failure: OutboundFailure) -> Failure.Code {
        if failure.isRefusal { return .conflict }
        return switch failure.cause {
        case .late, .stalled, .connectLate, .name(.late): .timedOut
        case .busy, .leftAlone, .name(.busy), .status(429, _), .status(503, _): .tryAgain
        default: .failed
        }
    }
}

/// The same for programs.
struct OutboundCheckJSON: Encodable {
    private struct Address: Encodable {
        let address: String
        let allowed: Bool
        let verdict: String
    }

    private struct Certificate: Encodable {
        let issuer: String
        let expires: String
    }

    private struct Hop: Encodable {
        let url: String
        let addresses: [Address]
        let dialled: String?
        let status: Int?
        let certificate: Certificate?
        let location: String?
        let milliseconds: Int

        init(_ hop: OutboundHop) {
            url = OutboundText.place(hop.link)
            addresses = hop.addresses.map { address, verdict in
                let word =
                    switch verdict {
                    case .open: "open"
                    case .listed: "listed"
                    case .refused(let use): use.rawValue
                    }
                return Address(address: "\(address)", allowed: verdict.isAllowed, verdict: word)
            }
            dialled = hop.dialled
            status = hop.status
            certificate = hop.certificate.map { Certificate(issuer: $0.issuer, expires: $0.expires) }
            location = hop.location
            milliseconds = Int(hop.took / .milliseconds(1))
        }
    }

    private let result: String
    private let code: String?
    private let reason: String?
    private let retryAfter: Int64?
    private let bytes: Int?
    private let hops: [Hop]

    init(_ answer: OutboundAnswer) {
        result = "loads"
        (code, reason, retryAfter) = (nil, nil, nil)
        bytes = answer.size.unpacked
        hops = answer.hops.map(Hop.init)
    }

    init(_ failure: OutboundFailure) {
        result = failure.isRefusal ? "refused" : "failed"
        code = failure.cause.code
        reason = failure.cause.words
        retryAfter = failure.retryAfter?.components.seconds
        bytes = nil
        hops = failure.hops.map(Hop.init)
    }
}
