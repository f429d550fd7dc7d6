internal import Fail2ban
internal import FoundationEssentials
internal import Geo
internal import Outbound

/// How ip-api.com is asked, about many addresses at once (https://ip-api.com/docs/api:batch).
struct IPAPI: Sendable {
    /// What is wrong with an answer.
    enum Fault: Error, Hashable {
        /// It is not of the form that was asked for.
        case form
        /// It has another number of answers than addresses were asked about.
        case count(asked: Int, answered: Int)
        /// It tells of another address than was asked about.
        case stranger
        /// It did not look an address up, for a reason that is not the address's.
        case refused(String)
    }

    /// Addresses of one request.
    static let most = 100
    /// Between two requests: fifteen a minute are free, and these are twelve.
    static let pace: Duration = .seconds(5)
    /// How long it is left alone where it refuses to be asked so often (429) and does not tell how long.
    static let refused: Duration = .seconds(60)
    /// As long as it may tell.
    static let longestRest: Duration = .seconds(3600)
    /// Letters of a network's name that are kept.
    private static let longest = 160
    /// What it says of addresses that nobody on the internet has: an answer, and a negative one.
    private static let negative: Set = ["private range", "reserved range", "invalid query"]

    /// The service has no https but for who pays.
    var origin = "http://ip-api.com"
    /// For all of one request.
    var total: Duration = .seconds(20)

    /// Asks about addresses, one at least and `most` at most.
    func request(_ addresses: [IPAddress]) -> OutboundRequest {
        var limits = OutboundLimits()
        limits.total = total
        limits.wire = 256 << 10
        limits.unpacked = 256 << 10
        // Nothing is tried again before its time, whatever failed.
        limits.tries = 1
        let body = "[" + addresses.map { "\"\($0)\"" }.joined(separator: ",") + "]"
        return OutboundRequest(
            .post, origin + "/batch?fields=status,message,countryCode,as,query",
            fields: [OutboundField("Content-Type", "application/json")], body: Array(body.utf8), limits: limits,
            allowsPlain: true)
    }

    /// How long it wants to be left alone after an answer, by the fields of its head: `X-Rl` are the requests that are left until
    /// `X-Ttl` seconds have passed.
    static func rest(_ fields: [String: String]) -> Duration {
        guard fields["x-rl"] == "0" else { return pace }
        guard let text = fields["x-ttl"], (1...5).contains(text.utf8.count), let seconds = UInt32(text) else {
            return Self.refused
        }
        return max(pace, min(.seconds(seconds), longestRest))
    }

    /// Reads what it answers, in the order of what was asked: a place without anything is a negative answer.
    static func places(_ bytes: [UInt8], of addresses: [IPAddress]) throws(Fault) -> [GeoPlace] {
        let answers: [Answer]
        do { answers = try JSONDecoder().decode([Answer].self, from: Data(bytes)) } catch { throw .form }
        guard answers.count == addresses.count else {
            throw .count(asked: addresses.count, answered: answers.count)
        }
        var places: [GeoPlace] = []
        for (answer, address) in zip(answers, addresses) {
            guard let query = answer.query, IPAddress(query) == address else { throw .stranger }
            places.append(try place(answer))
        }
        return places
    }

    private struct Answer: Decodable {
        var query: String?
        var status: String?
        var message: String?
        var countryCode: String?
        var system: String?

        enum CodingKeys: String, CodingKey {
            case query, status, message, countryCode
            case system = "as"
        }
    }

    private static func place(_ answer: Answer) throws(Fault) -> GeoPlace {
        switch answer.status {
        case "success":
            return GeoPlace(country: answer.countryCode.flatMap { CountryCode($0) }, network: network(answer.system))
        case "fail":
            let message = inert(answer.message ?? "")
            guard negative.contains(message) else { throw .refused(message) }
            return GeoPlace()
        default: throw .form
        }
    }

    /// Reads such as `AS15169 Google LLC`.
    private static func network(_ text: String?) -> GeoNetwork? {
        guard let text else { return nil }
        let parts = text.utf8.split(separator: 0x20, maxSplits: 1)
        guard let head = parts.first, head.count <= 12, head.prefix(2).elementsEqual("AS".utf8),
            head.dropFirst(2).allSatisfy({ (0x30...0x39).contains($0) }),
            let number = UInt32(String(decoding: Array(head.dropFirst(2)), as: UTF8.self)), number > 0
        else { return nil }
        return GeoNetwork(
            number: number, name: parts.count > 1 ? inert(String(decoding: Array(parts[1]), as: UTF8.self)) : "")
    }

    /// Others' text, cut, and without what is no letter of a line.
    private static func inert(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars.prefix(longest)
        where scalar.value >= 0x20 && !(0x7f...0x9f).contains(scalar.value) {
            scalars.append(scalar)
        }
        return String(scalars)
    }
}

extension IPAPI.Fault: CustomStringConvertible {
    /// In words.
    var description: String {
        switch self {
        case .form: "What it answered is not of the form that was asked for."
        case .count(let asked, let answered): "It was asked about \(asked) addresses and answered for \(answered)."
        case .stranger: "It answered for an address that it was not asked about."
        case .refused(let words): "It refuses to look addresses up: “\(words)”"
        }
    }
}
