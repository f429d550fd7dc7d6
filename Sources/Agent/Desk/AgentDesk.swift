import Host
import NIOCore

/// Does what is asked: each subject of the list in its own file, all by the one host that root's configuration names.
struct AgentDesk: Sendable {
    let host: any Host
    let configuration: AgentConfiguration
    let version: String
    let record: AgentRecord
    let heads: AuditHeadsFile

    /// The answer to a greeting.
    var welcome: AgentWelcome {
        AgentWelcome(version: version, powers: configuration.powers, clientOptions: host.clientOptions)
    }

    /// The body of the answer to a request.
    @concurrent
    func answer(_ verb: AgentVerb, for peer: Peer, _ account: PeerAccount) async -> ByteBuffer {
        if let refusal = VerbRules.refusal(of: verb) {
            record.refused("\(refusal)", of: peer, verb: verb)
            return Self.failure(refusal)
        }
        guard await account.waitForShare(of: verb) else {
            record.refused("too much at once", of: peer, verb: verb)
            return Self.failure(.busy)
        }
        do throws(HostError) {
            let body = try await result(of: verb, for: peer)
            record.done(verb, for: peer, failure: nil)
            return body
        } catch {
            record.done(verb, for: peer, failure: error)
            if case .notAllowed(let words) = error { record.refused(words, of: peer, verb: verb) }
            if case .protocolViolation(let words) = error { record.refused(words, of: peer, verb: verb) }
            if case .audit = verb, case .refused(let words) = error { record.refused(words, of: peer, verb: verb) }
            return Self.failure(error)
        }
    }

    private func result(of verb: AgentVerb, for peer: Peer) async throws(HostError) -> ByteBuffer {
        switch verb {
        case .daemon(let verb): try await result(of: verb)
        case .jail(let verb): try await result(of: verb)
        case .bans(let verb): try await result(of: verb)
        case .log(let verb): try await result(of: verb)
        case .audit(let verb): try await result(of: verb, for: peer)
        }
    }

    /// The body of an answer with a value.
    func value(_ value: some Codable & Sendable) throws(HostError) -> ByteBuffer {
        guard let body = try? AgentCoding.bytes(of: AgentReply.value(value)) else {
            throw .protocolViolation("the answer cannot be written")
        }
        guard AgentFrame.idBytes + body.readableBytes <= AgentLimits.replyBytes else {
            throw .protocolViolation("the answer is longer than 64 MiB")
        }
        return body
    }

    /// The body of an answer that has none.
    static func failure(_ error: HostError) -> ByteBuffer {
        (try? AgentCoding.bytes(of: AgentReply<AgentDone>.failure(error))) ?? ByteBuffer()
    }
}
