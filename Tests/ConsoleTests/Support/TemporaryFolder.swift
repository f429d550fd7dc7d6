import Foundation

@testable import Console

/// A folder of a test's own, removed with the last reference.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "bangui-test-" + UUID().uuidString
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    var directory: DataDirectory { DataDirectory(path: path) }

    func file(_ name: String) -> String { path + "/" + name }
    func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: file(name)) }
    func text(_ name: String) throws -> String { try String(contentsOfFile: file(name), encoding: .utf8) }

    func write(_ text: String, to name: String, mode: Int = 0o600, modifiedAt: Int64? = nil) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: file(name)))
        var attributes: [FileAttributeKey: Any] = [.posixPermissions: mode]
        if let modifiedAt { attributes[.modificationDate] = Date(timeIntervalSince1970: Double(modifiedAt)) }
        try FileManager.default.setAttributes(attributes, ofItemAtPath: file(name))
    }

    func mode(_ path: String) throws -> Int {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int ?? -1
    }
}
