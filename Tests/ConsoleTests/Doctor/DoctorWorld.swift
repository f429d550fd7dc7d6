import Foundation
import Host
import Storage
import TestSupport

@testable import Console

/// A finished setup in a folder, and what the doctor is told of it.
final class DoctorWorld: Sendable {
    let folder: TemporaryFolder
    private let fail2ban: RealFail2ban?
    private let host: LocalHost

    /// `fail2ban` nil for one whose socket is not there.
    init(_ fail2ban: RealFail2ban? = nil, socket: String? = nil) async throws {
        folder = try TemporaryFolder()
        self.fail2ban = fail2ban
        host =
            fail2ban.map { LocalHost($0) }
            ?? LocalHost(.init(socketPath: socket ?? folder.file("none.sock")), logger: .dropping)
        let database = try SQLiteDatabase(path: folder.file("bangui.sqlite"))
        try await database.write { try $0.settings.set(Bootstrap.settingKey, "s", at: 0, by: nil) }
        await database.close()
        let mark = Bootstrap(version: 1, setupID: "s", databasePath: "bangui.sqlite", completedAt: 1_760_000_000)
        try folder.write(String(decoding: try mark.encoded(), as: UTF8.self), to: "bootstrap.json")
        try folder.write(Hexadecimal.text(SystemRandom.bytes(32)) + "\n", to: "session-secret")
    }

    /// What the doctor looks at, as the server itself would have it look.
    func scene(_ settings: [SettingKey: String] = [:]) -> DoctorScene {
        var all: [SettingKey: String] = [.dataDirectory: folder.path]
        all[.fail2banConfiguration] = fail2ban?.configurationDirectory
        let seen = SettingsSeen(
            SettingSources(commandLine: all.merging(settings) { $1 }), ConfigurationReader { SystemClock.seconds() })
        var scene = DoctorScene(
            host: host, socketPath: fail2ban?.socketPath ?? folder.file("none.sock"),
            configurationFolder: fail2ban?.configurationDirectory ?? folder.file("config"),
            directory: folder.directory, configuration: seen.configuration, faults: seen.faults,
            serverProcess: getpid(), now: SystemClock.seconds)
        scene.intake = IntakeProgress(remaining: 0)
        return scene
    }

    /// What one check finds.
    func find(_ id: String, in scene: DoctorScene? = nil) async -> DoctorFinding? {
        await Doctor(scene ?? self.scene()).report(Doctor.checks.filter { $0.id == id }).findings.first
    }

    /// `status: reason` of one check.
    func words(_ id: String, in scene: DoctorScene? = nil) async -> String {
        await find(id, in: scene).map { "\($0.status): \($0.reason)" } ?? "no such check"
    }

    func close() async { await host.close() }
}
