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

extension ResolveFault {
    /// What a code of `getaddrinfo` or `getnameinfo` means.
    init(code: Int32) {
        // EAI_NODATA is no part of POSIX.
        let isUnknown = code == EAI_NONAME || code == -5
        self = isUnknown ? .unknown : .failed(String(cString: gai_strerror(code)))
    }
}

/// What names stand for.
protocol Resolving: Sendable {
    /// All addresses of a name.
    func addresses(of name: String, within limit: Duration) async throws(ResolveFault) -> [AnsweredAddress]
}

/// Questions to the system's resolver. It waits and cannot be ended, so each has a thread; what hangs is left behind, and
/// counted.
final class Lookups: Sendable {
    /// Look-ups under way at most, those included that nobody waits for any more.
    private static let most = 16
    private let underWay = Mutex(0)

    /// What `ask` finds, on a thread of its own.
    func run<Answer: Sendable>(
        within limit: Duration, _ ask: @escaping @Sendable () -> Result<Answer, ResolveFault>
    ) async throws(ResolveFault) -> Answer {
        let mayBegin = underWay.withLock { count in
            guard count < Self.most else { return false }
            count += 1
            return true
        }
        guard mayBegin else { throw .busy }
        let answer = FirstAnswer<Result<Answer, ResolveFault>>()
        let hasBegun = BareThread.run { [self] in
            answer.give(ask())
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
}

/// The system's resolver.
final class SystemResolver: Resolving {
    private let lookups = Lookups()

    func addresses(of name: String, within limit: Duration) async throws(ResolveFault) -> [AnsweredAddress] {
        try await lookups.run(within: limit) { Self.ask(name) }
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
            return .failure(ResolveFault(code: code))
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
