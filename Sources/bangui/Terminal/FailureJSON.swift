import Foundation

/// A failure as programs read it: one object on standard error, in the manner of the API's problems.
struct FailureJSON: Encodable {
    private let code: String
    private let title: String
    private let detail: String

    init(_ failure: Failure) {
        (code, title) = failure.code.words
        detail = failure.message
    }

    /// The object on a line of its own.
    var encoded: Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return ((try? encoder.encode(self)) ?? Data()) + Data("\n".utf8)
    }

    /// Whether a command line asks for JSON, also one that cannot be parsed.
    static func isWanted(by words: [String]) -> Bool { words.prefix { $0 != "--" }.contains("--json") }
}

extension Failure.Code {
    /// The stable name that programs rely on, and the kind of failure in a few words.
    fileprivate var words: (String, String) {
        switch self {
        case .failed: ("failed", "Failed")
        case .usage: ("wrong_usage", "Wrong usage")
        case .unreachable: ("fail2ban_unreachable", "fail2ban cannot be reached")
        case .notFound: ("not_found", "Not found")
        case .notPermitted: ("not_permitted", "Not permitted")
        case .conflict: ("conflict", "Refused or in conflict")
        case .timedOut: ("timed_out", "Timed out")
        case .tryAgain: ("try_again", "Try again")
        case .configuration: ("wrong_configuration", "Wrong configuration")
        }
    }
}
