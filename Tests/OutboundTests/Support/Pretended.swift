import Fail2ban
import Synchronization

@testable import Outbound

/// A resolver that knows what it was told, and remembers what it was asked.
final class PretendedNames: Resolving {
    private let known: Mutex<[String: [[String]]]>
    let asked = Mutex<[String]>([])

    /// Several lists for a name are given one after the other, the last again and again.
    init(_ known: [String: [[String]]]) {
        self.known = Mutex(known)
    }

    func addresses(of name: String, within limit: Duration) async throws(ResolveFault) -> [AnsweredAddress] {
        asked.withLock { $0.append(name) }
        let answers = known.withLock { known -> [String]? in
            guard let lists = known[name], let first = lists.first else { return nil }
            if lists.count > 1 { known[name] = Array(lists.dropFirst()) }
            return first
        }
        guard let answers else { throw .unknown }
        return answers.compactMap { text in
            IPAddress(text).map {
                AnsweredAddress($0, isMapped: $0.family == .v4 && text.utf8.contains(UInt8(ascii: ":")))
            }
        }
    }
}

/// Servers that answer as they were told, and remember what they were asked.
final class PretendedServers: ExchangeEngine {
    private let answer: @Sendable (Exchange, Int) async -> ExchangeEnd
    let asked = Mutex<[Exchange]>([])

    /// - Parameter answer: is given the exchange and how many there were before.
    init(_ answer: @escaping @Sendable (Exchange, Int) async -> ExchangeEnd) {
        self.answer = answer
    }

    func run(_ exchange: Exchange, into sink: any OutboundSink) async -> ExchangeEnd {
        let before = asked.withLock { asked in
            asked.append(exchange)
            return asked.count - 1
        }
        return await answer(exchange, before)
    }

    var links: [String] { asked.withLock { $0.map(\.link.text) } }
}

extension ExchangeEnd {
    static func status(_ status: Int, _ fields: [String: String] = [:]) -> ExchangeEnd {
        ExchangeEnd(status: status, fields: fields)
    }
}

/// A gate that remembers what it was told.
final class PretendedGate: OutboundGate {
    let closed: Set<String>
    let told = Mutex<[String: [OutboundOutcome]]>([:])

    init(closed: Set<String> = []) {
        self.closed = closed
    }

    func leave(for origin: String) -> OutboundLeave {
        guard !closed.contains(origin) else { return .wait(.seconds(7)) }
        return .go { [self] outcome in told.withLock { $0[origin, default: []].append(outcome) } }
    }
}
