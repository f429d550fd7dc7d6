import Crypto
import Foundation
import TestSupport
import Testing

@testable import Console

@Suite(.shows("ABUSE-37")) struct SecretLoaderTests {
    let folder: TemporaryFolder
    let clock = TestClock()
    let good = "3f1c9a7be20d4486f5517d0a9c8e6b2431d7f0a8c95e4b6d2f8a1b3c5d7e9f00"

    init() throws { folder = try TemporaryFolder() }

    func load(given: String? = nil, databaseExists: Bool = false) throws -> SessionSecret {
        try SecretLoader(directory: folder.directory, now: clock.now, random: SystemRandom.bytes)
            .load(given: given, databaseExists: databaseExists)
    }

    @Test func `makes a key of its own at the first run, for the owner only, and keeps it`() throws {
        let first = try load()
        #expect(try folder.mode(folder.file("session-secret")) == 0o600)
        #expect(try folder.text("session-secret").utf8.count == 65)
        #expect(first.current.count == 32)
        #expect(try load().current == first.current)
        #expect(try load(databaseExists: true).current == first.current)
        let second = try TemporaryFolder()
        let other = try SecretLoader(directory: second.directory, now: clock.now, random: SystemRandom.bytes)
            .load(given: nil, databaseExists: false)
        withExtendedLifetime(second) {}
        #expect(other.current != first.current)
    }

    @Test(.shows("ASVS-13.3.1"))
    func `a key that systemd hands over comes before the file, and is none of those that others may read`() throws {
        let other = "90e7d5c3b1a8f2d6b4e59c8af0d7312b6e8c9a0d51754f60d42ebe7a9c1f3f00"
        _ = try load()
        let path = folder.file("credentials/session-secret")
        let loader = SecretLoader(
            directory: folder.directory, credentials: folder.file("credentials"), now: clock.now,
            random: SystemRandom.bytes)
        // Without such a credential the file counts.
        #expect(try loader.load(given: nil, databaseExists: true).current == load().current)
        try FileManager.default.createDirectory(
            atPath: folder.file("credentials"), withIntermediateDirectories: false)
        _ = FileManager.default.createFile(
            atPath: path, contents: Data(other.utf8), attributes: [.posixPermissions: 0o440])
        let key = try loader.load(given: nil, databaseExists: true).current
        #expect(try key == load(given: other).current)
        #expect(try loader.load(given: good, databaseExists: true).current == load(given: good).current)
        try FileManager.default.setAttributes([.posixPermissions: 0o444], ofItemAtPath: path)
        let open = #expect(throws: SecretError.self) { try loader.load(given: nil, databaseExists: true) }
        #expect(open == .file(.openToOthers(path: path, mode: 0o444)))
        try FileManager.default.setAttributes([.posixPermissions: 0o440], ofItemAtPath: path)
        try "short".write(toFile: path, atomically: false, encoding: .utf8)
        let short = #expect(throws: SecretError.self) { try loader.load(given: nil, databaseExists: true) }
        #expect(short == .short(.file(path: path), bytes: 5))
        guard geteuid() == 0 else { return }
        #expect(chown(path, 4321, 0) == 0)
        let foreign = #expect(throws: SecretError.self) { try loader.load(given: nil, databaseExists: true) }
        #expect(foreign == .file(.foreignOwner(path: path, owner: 4321)))
    }

    @Test func `a database without its key stops the start`() throws {
        let error = #expect(throws: SecretError.self) { try load(databaseExists: true) }
        #expect(error == .missingBesideDatabase(path: folder.file("session-secret")))
        #expect(error?.description.contains("restore") == true)
        #expect(!folder.exists("session-secret"))
    }

    @Test func `a new key that cannot be kept is not used`() throws {
        let directory = DataDirectory(path: folder.file("missing"))
        let loader = SecretLoader(directory: directory, now: clock.now, random: SystemRandom.bytes)
        let error = #expect(throws: SecretError.self) { try loader.load(given: nil, databaseExists: false) }
        guard case .file(.failed(let path, _))? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(path.hasPrefix(directory.file("session-secret")))
        #expect(!folder.exists("missing"))
    }

    @Test(.shows("ASVS-13.3.2"), arguments: [0o644, 0o640, 0o620, 0o602, 0o660])
    func `refuses a file that others may read or write`(mode: Int) throws {
        try folder.write(good, to: "session-secret", mode: mode)
        let error = #expect(throws: SecretError.self) { try load() }
        #expect(error == .file(.openToOthers(path: folder.file("session-secret"), mode: UInt32(mode))))
        #expect(error?.description.contains("chmod 600") == true)
    }

    @Test func `refuses a file of another user`() throws {
        guard geteuid() == 0 else { return }
        try folder.write(good, to: "session-secret")
        #expect(chown(folder.file("session-secret"), 65_534, 65_534) == 0)
        #expect(throws: SecretError.file(.foreignOwner(path: folder.file("session-secret"), owner: 65_534))) {
            try load()
        }
    }

    @Test func `follows no link and reads no folder`() throws {
        try folder.write(good, to: "elsewhere")
        try FileManager.default.createSymbolicLink(
            atPath: folder.file("session-secret"), withDestinationPath: folder.file("elsewhere"))
        #expect(throws: SecretError.file(.notPlain(path: folder.file("session-secret")))) { try load() }
        try FileManager.default.removeItem(atPath: folder.file("session-secret"))
        try FileManager.default.createDirectory(
            atPath: folder.file("session-secret"), withIntermediateDirectories: false)
        #expect(throws: SecretError.file(.notPlain(path: folder.file("session-secret")))) { try load() }
        try FileManager.default.removeItem(atPath: folder.file("session-secret"))
        #expect(mkfifo(folder.file("session-secret"), 0o600) == 0)
        #expect(throws: SecretError.file(.notPlain(path: folder.file("session-secret")))) { try load() }
    }

    @Test(
        .shows("ASVS-11.2.3", "ASVS-13.2.3"),
        arguments: [
            ("", SecretStrength.Weakness.missing), (" \n", .missing), ("short", .short(bytes: 5)),
            ("changeme", .known), ("please-ChangeMe-0f9e8d7c6b5a49382716", .known),
            (String(repeating: "a", count: 64), .repetitive(distinct: 1)),
            (String(repeating: "0123456789abcdef", count: 2), .known),
            (String(repeating: "Xy9.Kq2-Lm", count: 4), .repetitive(distinct: 10)),
            ("Xy9.Kq2-LmXy9.Kq2-LmXy9.Kq2-Lm1", .short(bytes: 31)),
            (String(repeating: "9c", count: 40), .repetitive(distinct: 1)),
        ])
    func `refuses a weak key wherever it stands`(text: String, weakness: SecretStrength.Weakness) throws {
        guard case .failure(let rejection) = SecretStrength.key(text) else {
            Issue.record("was taken")
            return
        }
        #expect(rejection.weakness == weakness)
        #expect(throws: SecretError.self) { try load(given: text) }
        try folder.write(text, to: "session-secret")
        let error = #expect(throws: SecretError.self) { try load() }
        #expect(error?.description.contains("openssl rand -hex 32") == true)
        #expect(text.utf8.count < 6 || error?.description.contains(text) == false, "a key is never printed")
    }

    @Test func `takes the key of the environment before the file`() throws {
        #expect(try load(given: good, databaseExists: true).current == Hexadecimal.bytes(Array(good.utf8)))
        #expect(!folder.exists("session-secret"))
        #expect(try load(given: "kV8#pQ2!zR6-wM4_tY9+hB3=nC7~dF5%").current.count == 32)
    }

    @Test(.shows("ASVS-11.2.2")) func `accepts the key before it for 24 hours after its last change`() throws {
        let start = clock.now()
        let before = try SessionSecret(current: #require(Hexadecimal.bytes(Array(good.utf8))))
        try folder.write(good, to: "session-secret.previous", modifiedAt: start)
        let secret = try load()
        #expect(
            secret.keys(for: .sessionCookie, at: start + 86_399) == [
                secret.key(for: .sessionCookie), before.key(for: .sessionCookie),
            ])
        #expect(secret.keys(for: .sessionCookie, at: start + 86_400).count == 1)
        clock.advance(86_400)
        #expect(try load().previous == nil)
    }

    @Test func `a key before it that claims to be of the future is not accepted`() throws {
        try folder.write(good, to: "session-secret.previous", modifiedAt: clock.now() + 3600)
        #expect(try load().previous == nil)
    }

    @Test func `a key before it must be strong and private too`() throws {
        try folder.write("changeme", to: "session-secret.previous", modifiedAt: clock.now())
        #expect(throws: SecretError.wellKnown(.file(path: folder.file("session-secret.previous")))) { try load() }
        try folder.write(good, to: "session-secret.previous", mode: 0o644, modifiedAt: clock.now())
        #expect(throws: SecretError.self) { try load() }
    }

    @Test func `each purpose has a key of its own`() {
        let secret = SessionSecret(current: Array(0..<32))
        #expect(
            Set(KeyPurpose.allCases.map { secret.key(for: $0).withUnsafeBytes { Array($0) } }).count
                == KeyPurpose.allCases.count)
    }

    @Test func `the key of a purpose never changes between releases`() {
        // HKDF-SHA256 of bytes 0 to 31, salt "bangui", info "session cookie 1", computed by another program.
        let key = SessionSecret(current: Array(0..<32)).key(for: .sessionCookie).withUnsafeBytes { Array($0) }
        #expect(Hexadecimal.text(key) == "7a8a359766cb22358359f6879287a57687e64c2b32f4620a67d52df0d5a1103a")
    }
}
