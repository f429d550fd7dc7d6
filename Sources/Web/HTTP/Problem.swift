import Console
import HTTPTypes
import Hummingbird
import NIOCore

/// Why a request was not answered as asked, as RFC 9457 has it: the one shape of every error that leaves the server.
struct Problem: Error, Equatable, Sendable {
    /// The stable names of what can go wrong; clients may rely on them.
    enum Code: String, Sendable {
        case badRequest = "bad_request"
        case notSignedIn = "not_signed_in"
        case notAllowed = "not_allowed"
        case invalidToken = "invalid_token"
        case insufficientScope = "insufficient_scope"
        case forgedRequest = "forged_request"
        case unknownHost = "unknown_host"
        case notFound = "not_found"
        case methodNotAllowed = "method_not_allowed"
        case setupDone = "setup_done"
        case setupNeeded = "setup_needed"
        case wrongCredentials = "wrong_credentials"
        case conflict
        case tooLate = "too_late"
        case tooLarge = "too_large"
        case requestTimeout = "request_timeout"
        case unsupportedMediaType = "unsupported_media_type"
        case invalidValues = "invalid_values"
        case tooManyRequests = "too_many_requests"
        case fail2banUnreachable = "fail2ban_unreachable"
        case fail2banBusy = "fail2ban_busy"
        case fail2banStarting = "fail2ban_starting"
        case agentUnreachable = "agent_unreachable"
        case fail2banRefused = "fail2ban_refused"
        case recoveryCooling = "recovery_cooling"
        case recoveryBlocked = "recovery_blocked"
        case startUnderWay = "start_under_way"
        case startFailed = "start_failed"
        case databaseBusy = "database_busy"
        case databaseUnreachable = "database_unreachable"
        case databaseFull = "database_full"
        case internalError = "internal_error"
    }

    var status: HTTPResponse.Status
    var code: Code
    /// The kind of problem, in a few words.
    var title: String
    /// What happened here and what to do about it.
    var detail: String
    /// Faulty values by field.
    var fields: [FieldFault] = []
    /// Whether what cannot be reached is there and stands still.
    var isHanging = false
    /// Seconds after which to try again.
    var retryAfter: Int?
    /// The methods that the address answers, as the header `Allow` has them.
    var allow: String?
    /// How to come in, as the header `WWW-Authenticate` has it.
    var challenge: String?

    init(
        _ status: HTTPResponse.Status, _ code: Code, _ title: String, _ detail: String = "",
        fields: [FieldFault] = [], retryAfter: Int? = nil
    ) {
        self.status = status
        self.code = code
        self.title = title
        self.detail = detail
        self.fields = fields
        self.retryAfter = retryAfter
    }

    /// The problem document as an answer.
    func response(requestID: String) -> Response {
        var response = Response(
            status: status, headers: [.contentType: Self.mediaType],
            body: .init(byteBuffer: document(requestID: requestID)))
        addHeaders(to: &response)
        return response
    }

    /// Seconds to wait where nothing tells how long it will be.
    static let usualWait = 5

    /// The media type of problem documents.
    static let mediaType = "application/problem+json"

    /// The problem document.
    func document(requestID: String) -> ByteBuffer {
        JSONWriter.object { json in
            json.field("type", "about:blank")
            json.field("title", title)
            json.field("status", status.code)
            json.field("code", code.rawValue)
            json.field("detail", detail)
            if let recommendation { json.field("recommendation", recommendation) }
            json.field("requestId", requestID)
            if !fields.isEmpty {
                json.array("fields", fields) { json, fault in
                    json.object {
                        $0.field("field", fault.field)
                        $0.field("detail", fault.message)
                    }
                }
            }
        }
    }

    /// Adds what the problem says in headers, whatever form its answer has.
    func addHeaders(to response: inout Response) {
        // Whoever is told to come back is told when.
        if let seconds = retryAfter ?? (status == .serviceUnavailable ? Self.usualWait : nil) {
            response.headers[.retryAfter] = String(seconds)
        }
        if let allow { response.headers[.allow] = allow }
        if let challenge { response.headers[.wwwAuthenticate] = challenge }
    }
}
