internal import CCurl
internal import Fail2ban
internal import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Runs exchanges by libcurl, each on a thread of its own.
struct CurlEngine: ExchangeEngine {
    /// Readied once, at the first use: a console that never goes out pays nothing for it.
    private static let isReady = bangui_exchange_prepare() == 0

    func run(_ exchange: Exchange, into sink: any OutboundSink) async -> ExchangeEnd {
        guard Self.isReady, let handle = CurlHandle() else { return ExchangeEnd(fault: .library) }
        let answer = FirstAnswer<ExchangeEnd>()
        return await withTaskCancellationHandler {
            guard BareThread.run({ answer.give(handle.run(exchange, into: sink)) }) else {
                return ExchangeEnd(fault: .busy)
            }
            return await answer.value()
        } onCancel: {
            handle.cancel()
        }
    }
}

/// libcurl's side of one exchange.
///
/// Unchecked: one thread runs it; what others may call meanwhile, `cancel`, is made for that.
private final class CurlHandle: @unchecked Sendable {
    private let handle: UnsafeMutableRawPointer

    init?() {
        guard let handle = bangui_exchange_new() else { return nil }
        self.handle = handle
    }

    deinit { bangui_exchange_free(handle) }

    func cancel() { bangui_exchange_cancel(handle) }

    func run(_ exchange: Exchange, into sink: any OutboundSink) -> ExchangeEnd {
        let reception = Reception(exchange, into: sink)
        var end = bangui_exchange_end()
        do {
            try sink.begin()
        } catch {
            return ExchangeEnd(fault: .sink("\(error)"))
        }
        var calls = bangui_exchange_calls(
            context: Unmanaged.passUnretained(reception).toOpaque(),
            may_dial: { context, socket, _ in Reception.at(context).mayDial(socket) ? 1 : 0 },
            take_line: { context, bytes, count in
                Reception.at(context).takeLine(UnsafeRawBufferPointer(start: bytes, count: count)) ? 1 : 0
            },
            take_body: { context, bytes, count in
                Reception.at(context).takeBody(UnsafeRawBufferPointer(start: bytes, count: count)) ? 1 : 0
            })
        exchange.withC { bangui_exchange_run(handle, $0, &calls, &end) }
        withExtendedLifetime(reception) {}
        reception.finish()
        return ExchangeEnd(
            fault: reception.fault ?? (reception.isEnough ? nil : Self.fault(end, exchange)), status: reception.status,
            fields: reception.fields, size: reception.size, excerpt: reception.words, dialled: Self.text(end.dialled),
            certificate: Self.text(end.issuer).map {
                OutboundCertificate(issuer: $0, expires: Self.text(end.expires) ?? "")
            })
    }

    private static func fault(_ end: bangui_exchange_end, _ exchange: Exchange) -> OutboundFailure.Cause? {
        let words = text(end.words) ?? "no reason given"
        return switch end.code {
        case bangui_exchange_done: nil
        case bangui_exchange_cancelled: .cancelled
        case bangui_exchange_not_connected: .connect(words)
        case bangui_exchange_connect_timeout: .connectLate
        case bangui_exchange_stalled: .stalled
        case bangui_exchange_total_timeout: .late
        case bangui_exchange_certificate: .certificate(words)
        case bangui_exchange_tls: .tls(words)
        case bangui_exchange_authorities: .authorities
        case bangui_exchange_too_large: .wire(exchange.limits.wire)
        case bangui_exchange_no_memory: .library
        default: .broken(words)
        }
    }

    /// The text in a fixed array of C's characters; nil where it is empty.
    private static func text<Characters>(_ characters: Characters) -> String? {
        withUnsafeBytes(of: characters) { bytes in
            let text = String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            return text.isEmpty ? nil : text
        }
    }
}

extension Reception {
    fileprivate static func at(_ context: UnsafeMutableRawPointer) -> Reception {
        Unmanaged<Reception>.fromOpaque(context).takeUnretainedValue()
    }
}

extension Exchange {
    /// The exchange as C takes it, for as long as `body` runs.
    fileprivate func withC(_ run: (UnsafePointer<bangui_exchange>) -> Void) {
        // libcurl would say Expect: 100-continue and wait.
        let lines = fields.map { "\($0.name): \($0.value)" } + ["Expect:"]
        var headers = lines.map { strdup($0).map { UnsafePointer($0) } } + [nil]
        defer { for header in headers { free(UnsafeMutablePointer(mutating: header)) } }
        let (url, name) = (strdup(link.text), strdup(method.rawValue))
        let (pin, file) = (pin.flatMap { strdup($0) }, authorities.flatMap { strdup($0) })
        defer { for text in [url, name, pin, file] { free(text) } }
        guard let url, let name else { return }
        headers.withUnsafeMutableBufferPointer { headers in
            body.withUnsafeBytes { body in
                guard let first = UnsafePointer(headers.baseAddress) else { return }
                let hasBody = method == .post || method == .put
                var exchange = bangui_exchange(
                    url: url, pin: pin, method: name, headers: first,
                    body: hasBody ? body.baseAddress ?? UnsafeRawPointer(url) : nil,
                    body_size: body.count, allows_plain: link.isSecure ? 0 : 1, authorities: file,
                    connect_ms: min(limits.connect, left).milliseconds, total_ms: left.milliseconds,
                    stall_seconds: max(1, limits.stall.milliseconds / 1000), stall_bytes: limits.slowest,
                    most_bytes: method == .head || limits.enough != nil ? 0 : Int64(limits.wire))
                run(&exchange)
            }
        }
    }
}

extension Duration {
    /// Whole milliseconds, at least one.
    var milliseconds: Int { max(1, Int(self / .milliseconds(1))) }
}
