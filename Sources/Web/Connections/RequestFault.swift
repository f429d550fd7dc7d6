import Console
import HTTPTypes

/// Why a connection is closed instead of going on with what its client sends.
enum RequestFault: Error, Equatable {
    /// What is no request of HTTP/1.1 in its plain form.
    case malformed(String)
    case unknownMethod
    case unknownVersion
    /// An `Expect` that is not `100-continue`.
    case unknownExpectation
    /// A request line, a whole head and a body of more bytes than these.
    case targetTooLong(Int)
    case headTooLarge(Int)
    case bodyTooLarge(Int)
    /// More fields than these.
    case tooManyFields(Int)
    /// A body that was not there within these seconds.
    case slowBody(Int64)

    /// The answer to the client, before its connection closes.
    var problem: Problem {
        switch self {
        case .malformed(let reason): Problem(.badRequest, .badRequest, "Malformed request", reason)
        case .unknownMethod:
            Problem(.notImplemented, .methodNotAllowed, "Unknown method", "BanGUI knows no such method.")
        case .unknownVersion:
            Problem(Self.versionNotSupported, .badRequest, "Unknown version", "BanGUI speaks HTTP/1.1.")
        case .unknownExpectation:
            Problem(.expectationFailed, .badRequest, "Unknown expectation", "BanGUI knows Expect: 100-continue.")
        case .targetTooLong(let limit):
            Problem(.uriTooLong, .tooLarge, "Address too long", "It may take \(limit / 1024) KiB at most.")
        case .headTooLarge(let limit):
            Problem(Self.fieldsTooLarge, .tooLarge, "Header too large", "It may take \(limit / 1024) KiB at most.")
        case .tooManyFields(let limit):
            Problem(Self.fieldsTooLarge, .tooLarge, "Too many header fields", "There may be \(limit) at most.")
        case .bodyTooLarge(let limit):
            Problem(
                .contentTooLarge, .tooLarge, "Too large", "This request may hold at most \(limit / 1024) KiB.")
        case .slowBody(let seconds):
            Problem(
                .requestTimeout, .requestTimeout, "The request took too long",
                "Its body did not arrive within \(seconds) seconds.")
        }
    }

    private static let versionNotSupported = HTTPResponse.Status(
        code: 505, reasonPhrase: "HTTP Version Not Supported")
    private static let fieldsTooLarge = HTTPResponse.Status(code: 431, reasonPhrase: "Request Header Fields Too Large")
}
