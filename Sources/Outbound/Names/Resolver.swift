internal import Fail2ban
internal import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Why a name has no addresses.
public enum ResolveFault: Error, Hashable, Sendable {
    /// There is no such name, or it has no address.
    case unknown
    /// The resolver answers later, or not at all.
    case failed(String)
    /// No answer came in time.
    case late
    /// Too many look-ups hang already.
    case busy
}

/// What names stand for.
protocol Resolving: Sendable {
    /// All addresses of a name.
    func addresses(of name: String, within limit: Duration) async throws(ResolveFault) -> [AnsweredAddress]
}

/// The system's resolver. It waits and cannot be ended, so each look-up has a thread; what hangs is left behind, and
/// counted.
final class SystemResolver: Resolving {
    /// Look-ups under way at most, those included that nobody waits for any more.
    private static let most = 16
    private let underWay = Mutex(0)

    func addresses(of name: String, within limit: Duration) async throws(ResolveFault) -> [AnsweredAddress] {
        let mayBegin = underWay.withLock { count in
            guard count < Self.most else { return false }
            count += 1
            return true
        }
        guard mayBegin else { throw .busy }
        let answer = FirstAnswer<Result<[AnsweredAddress], ResolveFault>>()
        let hasBegun = BareThread.run { [self] in
            answer.give(Self.ask(name))
            underWay.withLock { $0 -= 1 }
        }
        if !hasBegun {
            underWay.withLock { $0 -= 1 }
            throw .busy
        }
        let clock = Task {
            try? await Task.sleep(for: limit)
            answer.give(.failure(.late))
        }
        defer { clock.cancel() }
        return try await withTaskCancellationHandler {
            await answer.value()
        } onCancel: {
            answer.give(.failure(.late))
        }.get()
    }

    private static func ask(_ name: String) -> Result<[AnsweredAddress], ResolveFault> {
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        #if canImport(Glibc)
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        #else
        hints.ai_socktype = SOCK_STREAM
        #endif
        var first: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(name, nil, &hints, &first)
        guard code == 0 else {
            let isUnknown = code == EAI_NONAME || code == -5
            return .failure(isUnknown ? .unknown : .failed(String(cString: gai_strerror(code))))
        }
        defer { freeaddrinfo(first) }
        var answers: [AnsweredAddress] = []
        var next = first
        while let entry = next {
            if let socket = entry.pointee.ai_addr, let answer = AnsweredAddress(socket: UnsafePointer(socket)),
                !answers.contains(answer)
            {
                answers.append(answer)
            }
            next = entry.pointee.ai_next
        }
        return answers.isEmpty ? .failure(.unknown) : .success(answers)
    }
}
