import Foundation
import TestSupport

@testable import Console

/// Geo data for tests: small files of the known formats.
enum GeoFiles {
    /// A database of the MaxMind format with records for networks `a.b.c.0/24`.
    static func database(
        _ records: [([UInt8], MaxMindWriter.Value)], type: String, builtAt: UInt32 = 1_790_000_000
    ) -> Data {
        var writer = MaxMindWriter()
        for (prefix, value) in records {
            writer.insert([UInt8](repeating: 0, count: 12) + prefix + [0], bits: 120, value)
        }
        return Data(writer.bytes(type: type, builtAt: builtAt))
    }

    /// One that says of `198.51.100.0/24` in which country it is.
    static func country(_ code: String, type: String = "GeoLite2-Country") -> Data {
        database([([198, 51, 100], .map([("country", .map([("iso_code", .text(code))]))]))], type: type)
    }

    /// One that says of `198.51.100.0/24` which network it is.
    static func network(_ number: UInt32, _ name: String, type: String = "GeoLite2-ASN") -> Data {
        database(
            [
                (
                    [198, 51, 100],
                    .map([
                        ("autonomous_system_number", .number(number)), ("autonomous_system_organization", .text(name)),
                    ])
                )
            ], type: type)
    }
}

extension Data {
    /// Puts the data in the place of a file, as whoever updates one does.
    func put(_ path: String) throws {
        try FileManager.default.createDirectory(
            atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        try write(to: URL(fileURLWithPath: path), options: .atomic)
    }
}
