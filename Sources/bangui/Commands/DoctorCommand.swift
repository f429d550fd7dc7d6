import ArgumentParser
import Console
import Host
import Web

/// `bangui doctor`
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Looks whether everything that BanGUI needs is as it should be, and tells what mends the rest.",
        discussion: """
            It changes nothing, and works before setup, as any user, while fail2ban is down and while the server runs. As \
            root it sees most.
            Example: bangui doctor --json | jq '.checks[] | select(.status == "failure")'
            Exit codes: 0 nothing has failed, 1 something has; with --strict also where there is a warning.
            """)

    @OptionGroup var place: Place
    @Flag(help: "End with 1 for warnings too.") var strict = false
    @Flag(help: "Tell only of what is not as it should be.") var brief = false
    @Flag(help: "Print JSON, the same as GET /api/doctor.") var json = false

    func run() async throws {
        let scene = try await place.scene()
        let report = await Doctor(scene).report()
        await scene.host.close()
        if json { Output.json(DoctorJSON.body(report)) } else { DoctorText.show(report, isBrief: brief) }
        let (failures, warnings) = (report.count(.failure), report.count(.warning))
        guard failures > 0 || (strict && warnings > 0) else { return }
        throw Failure(.failed, DoctorText.summary(failures: failures, warnings: strict ? warnings : 0))
    }
}
