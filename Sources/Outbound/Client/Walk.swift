internal import Fail2ban

/// One try of a request: from its address along all redirects, each of which is vetted as the first was.
struct Walk {
    private let client: Outbound
    private let request: OutboundRequest
    private let end: ContinuousClock.Instant
    private var hops: [OutboundHop] = []

    init(_ client: Outbound, _ request: OutboundRequest, until end: ContinuousClock.Instant) {
        self.client = client
        self.request = request
        self.end = end
    }

    /// Gives the answer of the last server.
    mutating func run(
        into sink: any OutboundSink, tries: Int
    ) async throws(OutboundFailure) -> OutboundAnswer {
        if let field = (request.fields + request.credentials).first(where: { !$0.isSound }) {
            throw failure(.field(field.name), at: "")
        }
        let first = try link(at: "") { () throws(OutboundLinkFault) in
            try OutboundLink(request.url, plain: request.allowsPlain)
        }
        var link = first
        while true {
            let answer = try await visit(link, isOwn: link.isSameOrigin(as: first), into: sink)
            switch answer.status {
            case 200...299, 304:
                return OutboundAnswer(
                    status: answer.status, fields: answer.fields, size: answer.size, hops: hops, tries: tries)
            case 301, 302, 303, 307, 308:
                link = try next(after: link, answer)
            default:
                var failure = failure(.status(answer.status, answer.excerpt), at: link.origin)
                failure.retryAfter = client.asked(in: answer.fields)
                throw failure
            }
        }
    }

    private mutating func next(after link: OutboundLink, _ answer: ExchangeEnd) throws(OutboundFailure) -> OutboundLink
    {
        guard request.method.isFollowing else { throw failure(.redirected(answer.status), at: link.origin) }
        guard let location = answer.fields["location"], !location.utf8.isEmpty else {
            throw failure(.redirectNowhere, at: link.origin)
        }
        hops[hops.count - 1].location = location
        guard hops.count <= request.limits.redirects else {
            throw failure(.redirects(request.limits.redirects), at: link.origin)
        }
        return try self.link(at: "\(link.origin) sends on, and") { () throws(OutboundLinkFault) in
            try link.following(location)
        }
    }

    private func link(
        at place: String, _ read: () throws(OutboundLinkFault) -> OutboundLink
    ) throws(OutboundFailure) -> OutboundLink {
        do {
            return try read()
        } catch {
            throw failure(.link(error), at: place)
        }
    }

    /// Asks one server, once its addresses are vetted.
    private mutating func visit(
        _ link: OutboundLink, isOwn: Bool, into sink: any OutboundSink
    ) async throws(OutboundFailure) -> ExchangeEnd {
        hops.append(OutboundHop(link: link))
        let began = ContinuousClock.now
        let addresses = try await vetted(link)
        let tell: @Sendable (OutboundOutcome) -> Void
        switch client.gate.leave(for: link.origin) {
        case .go(let outcome): tell = outcome
        case .wait(let time): throw failure(.leftAlone(time), at: link.origin)
        }
        guard await client.places.enter(link.origin, within: left) else {
            tell(.nothing)
            throw failure(Task.isCancelled ? .cancelled : left > .zero ? .busy : .late, at: link.origin)
        }
        let exchange = Exchange(
            link: link, pinned: addresses, method: request.method, fields: fields(isOwn: isOwn), body: request.body,
            limits: request.limits, left: left, authorities: client.authorities)
        let answer = left > .zero ? await client.engine.run(exchange, into: sink) : ExchangeEnd(fault: .late)
        client.places.leave(link.origin)
        tell(outcome(of: answer))
        note(answer, took: .now - began)
        if let fault = answer.fault { throw failure(fault, at: link.origin) }
        return answer
    }

    private mutating func note(_ answer: ExchangeEnd, took: Duration) {
        let last = hops.count - 1
        hops[last].took = took
        hops[last].dialled = answer.dialled
        hops[last].certificate = answer.certificate
        hops[last].status = answer.status == 0 ? nil : answer.status
    }

    /// What an exchange tells of the server; what is refused here says nothing against it.
    private func outcome(of answer: ExchangeEnd) -> OutboundOutcome {
        switch answer.fault {
        case nil where answer.status >= 500 || answer.status == 429: .failed("It answered \(answer.status).")
        case .connect?, .connectLate?, .stalled?, .late?, .broken?, .tls?, .certificate?:
            .failed(answer.fault?.words ?? "")
        case .cancelled?, .busy?, .library?, .sink?, .authorities?, .strangeAddress?: .nothing
        default: .well
        }
    }

    /// The addresses of the link's host, all of which may be dialled.
    private mutating func vetted(_ link: OutboundLink) async throws(OutboundFailure) -> [AnsweredAddress] {
        let addresses: [AnsweredAddress]
        switch link.host {
        case .address(let address): addresses = [address]
        case .name(let name):
            do {
                addresses = try await client.resolver.addresses(of: name, within: min(request.limits.connect, left))
            } catch {
                throw failure(Task.isCancelled ? .cancelled : .name(error), at: link.origin)
            }
        }
        let verdicts = client.rules.verdicts(addresses)
        hops[hops.count - 1].addresses = Array(zip(addresses, verdicts))
        for (address, verdict) in zip(addresses, verdicts) {
            if case .refused(let use) = verdict { throw failure(.address("\(address)", use), at: link.origin) }
        }
        // Below 1024 are the ports of other services; what the operator has named may be asked by any.
        let isUsual = link.port == 443 || link.port == 80 || link.port > 1023
        if !isUsual, verdicts.contains(.open) { throw failure(.port(link.port), at: link.origin) }
        return addresses
    }

    private func fields(isOwn: Bool) -> [OutboundField] {
        let given = request.fields + (isOwn ? request.credentials : [])
        let usual = [
            OutboundField("User-Agent", "BanGUI"), OutboundField("Accept", "*/*"),
            OutboundField("Accept-Encoding", "gzip"),
        ]
        let names = Set(given.map { $0.name.lowercased() })
        return given + usual.filter { !names.contains($0.name.lowercased()) }
    }

    private var left: Duration { max(.zero, end - .now) }

    private func failure(_ cause: OutboundFailure.Cause, at place: String) -> OutboundFailure {
        OutboundFailure(cause: cause, place: place.isEmpty ? "the address" : place, hops: hops, tries: 1)
    }
}
