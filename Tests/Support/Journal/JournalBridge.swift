import Foundation

/// The socket to which a private daemon logs in place of the machine's, and the journal that its lines go into.
final class JournalBridge: Sendable {
    /// What stands for `/dev/log`.
    let socketPath: String
    private let process: SpawnedProcess

    /// Starts it for a daemon with its files in this folder, and waits until it listens.
    init(_ folder: TemporaryFolder) async throws {
        let socket = folder.file("syslog")
        socketPath = socket
        try FileManager.default.createDirectory(
            atPath: Self.directory(in: folder), withIntermediateDirectories: true)
        process = try SpawnedProcess(
            [
                "/usr/bin/python3", repositoryRoot + "/Tests/fail2ban/journal/bridge", socket,
                Self.directory(in: folder) + "/system.journal", folder.file("fail2ban.log"),
            ], output: folder.file("bridge"))
        guard await eventually({ FileManager.default.fileExists(atPath: socket) }) else {
            throw HarnessError.notReady(folder.read("bridge"))
        }
    }

    /// The folder with the journal.
    static func directory(in folder: TemporaryFolder) -> String { folder.file("journal") }

    /// What a daemon needs in its environment for the target SYSTEMD-JOURNAL.
    var environment: [String: String] { ["BANGUI_TEST_JOURNAL": socketPath] }
    /// Where the stand-in for python3-systemd is.
    static var modules: String { repositoryRoot + "/Tests/fail2ban/journal" }
}
