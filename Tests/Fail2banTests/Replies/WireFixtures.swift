import Foundation
import TestSupport

/// One recorded reply of a real daemon.
struct WireFixture: Decodable {
    var server = ""
    /// The pickle, without the terminator.
    let reply: [UInt8]
    /// What Python decoded, as its `repr`; nil where the Python at hand could not.
    let repr: String?

    enum CodingKeys: String, CodingKey {
        case reply = "reply_hex"
        case repr = "decoded_python_repr"
    }

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        let digits = Array(try values.decode(String.self, forKey: .reply).utf8)
        reply = stride(from: 0, to: digits.count, by: 2).map {
            UInt8(String(decoding: digits[$0..<$0 + 2], as: UTF8.self), radix: 16)!
        }
        repr = try values.decodeIfPresent(String.self, forKey: .repr)
    }

    /// All replies of the five recorded servers.
    static func all() throws -> [WireFixture] {
        let folder = repositoryRoot + "/Tests/Fail2banTests/Fixtures"
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".jsonl") }
        return try names.sorted().flatMap { name in
            let lines = try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name)).split(separator: 0x0a)
            return try lines.map {
                var fixture = try JSONDecoder().decode(WireFixture.self, from: Data($0))
                fixture.server = name
                return fixture
            }
        }
    }
}
