@testable import Web

/// How a request says where it comes from, and what ought to come of it.
struct ForgeryCase: CustomStringConvertible, Sendable {
    enum Source: CaseIterable { case matching, foreign, null, absent }
    enum Token: CaseIterable { case right, wrong, missing }

    var site: String?
    var origin: Source
    var token: Token
    var type: String?

    static let sites: [String?] = ["cross-site", "same-site", "none", "same-origin", nil]
    static let types: [String?] = [
        "application/json", "application/x-www-form-urlencoded", "text/plain", "multipart/form-data; boundary=x", nil,
    ]

    /// Every combination.
    static var all: [ForgeryCase] {
        sites.flatMap { site in
            Source.allCases.flatMap { origin in
                Token.allCases.flatMap { token in
                    types.map { ForgeryCase(site: site, origin: origin, token: token, type: $0) }
                }
            }
        }
    }

    /// Whether site and origin show that a page of the console sent the request. A browser that sends
    /// `Sec-Fetch-Site` is believed; one that sends neither proves nothing once it sends a cookie.
    func showsOurPage(hasCookie: Bool) -> Bool {
        if origin == .null { return false }
        switch site {
        case "cross-site", "same-site": return false
        case "none", "same-origin": return true
        default: return origin == .matching || origin == .absent && !hasCookie
        }
    }

    /// The header fields of the request.
    func fields(port: Int, token right: String) -> [(String, String)] {
        var fields: [(String, String)] = []
        if let site { fields.append(("Sec-Fetch-Site", site)) }
        switch origin {
        case .matching: fields.append(("Origin", "http://127.0.0.1:\(port)"))
        case .foreign: fields.append(("Origin", "https://evil.example"))
        case .null: fields.append(("Origin", "null"))
        case .absent: break
        }
        if let type { fields.append(("Content-Type", type)) }
        if let text = self.text(right) { fields.append(("X-CSRF-Token", text)) }
        return fields
    }

    /// The token that the request carries.
    func text(_ right: String) -> String? {
        switch token {
        case .right: right
        case .wrong: String(right.reversed())
        case .missing: nil
        }
    }

    var description: String { "\(site ?? "no site"), origin \(origin), token \(token), \(type ?? "no type")" }
}
