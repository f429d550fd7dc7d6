internal import Fail2ban

extension OutboundFailure: CustomStringConvertible {
    /// What happened where, and what to do; without paths, queries or credentials.
    public var description: String {
        let hop = hops.count > 1 ? " (after \(hops.count - 1) \(hops.count == 2 ? "redirect" : "redirects"))" : ""
        let again = tries > 1 ? " Tried \(tries) times." : ""
        return "\(place)\(hop): \(cause.words)\(again)"
    }
}

extension OutboundFailure.Cause {
    /// What happened, and what to do.
    public var words: String {
        switch self {
        case .link(let fault): fault.words
        case .field(let name): "The field \(name) of the request holds what no field may hold. Correct it."
        case .name(let fault): fault.words
        case .address(let address, let use):
            "\(address) is \(use.words), and nothing was sent there. Where it is meant, such as a mirror of your own, add its "
                + "network to BANGUI_OUTBOUND_ALLOW."
        case .port(let port):
            "Port \(port) belongs to another service than the web's, and nothing was sent there. Use 443, 80 or one above "
                + "1023, or add the network to BANGUI_OUTBOUND_ALLOW."
        case .strangeAddress: "Another address was about to be dialled than those that were checked; nothing was sent."
        case .connectLate: "No connection came to be in time. Look at the network and the firewall."
        case .connect(let words):
            "No connection came to be: \(words). Where BanGUI runs as the installed service, IPAddressAllow= of its unit must "
                + "let it out (docs/operations.md, “Letting it out”)."
        case .certificate(let words):
            "The server does not show that it is the one named: \(words). Where an authority of your own signed it, name "
                + "that in BANGUI_OUTBOUND_CA_FILE."
        case .tls(let words): "TLS failed: \(words)."
        case .authorities: "The file of BANGUI_OUTBOUND_CA_FILE cannot be read, or holds no certificate in PEM form."
        case .status(let status, let excerpt):
            "The server answered \(status)" + (excerpt.isEmpty ? "." : ": \(excerpt)")
        case .sink(let words): "What came could not be kept: \(words)."
        default: bounds
        }
    }

    private var bounds: String {
        switch self {
        case .stalled: "It came too slowly, and was ended."
        case .late: "It took too long, and was ended."
        case .head(let limit): "The head of the answer is longer than \(limit) bytes."
        case .wire(let limit): "The answer is longer than \(limit) bytes."
        case .unpacked(let size):
            "The answer unpacks to too much: \(size.unpacked) bytes out of \(size.wire), and was ended there."
        case .packing(let name): "The answer is packed as \(name), which was not asked for."
        case .damaged: "The answer is packed and damaged, or was cut off."
        case .broken(let words): "The answer broke off or is no HTTP: \(words)."
        case .redirects(let limit): "It sends on more than \(limit) times. Use the last address itself."
        case .redirectNowhere: "It sends on without saying where to."
        case .redirected(let status):
            "The server answered \(status) and wants the request elsewhere; what is sent is not repeated to another. Use the "
                + "address that it names."
        case .leftAlone(let time): "It failed often, and is left alone for another \(time.components.seconds + 1) s."
        case .busy: "Too much goes out at the same time. Try again in a moment."
        case .cancelled: "It was ended before all came."
        default: "The library libcurl does not work. Install the package libcurl4."
        }
    }
}

extension OutboundFailure.Cause {
    /// The stable name that programs rely on.
    public var code: String {
        switch self {
        case .link: "wrong_address"
        case .field: "wrong_field"
        case .name: "name_not_found"
        case .address, .strangeAddress: "address_refused"
        case .port: "port_refused"
        case .connect: "not_connected"
        case .connectLate, .stalled, .late: "too_slow"
        case .certificate, .authorities: "certificate_refused"
        case .tls: "tls_failed"
        case .head, .wire, .unpacked: "too_large"
        case .packing, .damaged, .broken: "broken_answer"
        case .redirects, .redirectNowhere, .redirected: "redirect_refused"
        case .status: "server_refused"
        case .sink: "not_kept"
        case .leftAlone: "left_alone"
        case .busy: "busy"
        case .cancelled: "cancelled"
        case .library: "library_missing"
        }
    }
}

extension ResolveFault {
    /// What happened, and what to do.
    public var words: String {
        switch self {
        case .unknown: "There is no such name, or it has no address. Look at its spelling."
        case .failed(let words): "The name cannot be looked up: \(words). Look at /etc/resolv.conf and the network."
        case .late: "The name was not found in time. Look at /etc/resolv.conf and the network."
        case .busy: "Too many names are looked up at the same time. Try again in a moment."
        }
    }
}
