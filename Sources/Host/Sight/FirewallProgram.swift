#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A program that shows the firewall of the network that a process lives in. It is run to list alone, and without a shell.
struct FirewallProgram: Sendable {
    private static let folders = ["/usr/sbin", "/sbin", "/usr/bin", "/usr/local/sbin"]
    private static let doors = ["/usr/bin/nsenter", "/bin/nsenter"]
    private static let patience = Duration.seconds(5)

    /// Its name.
    let name: String
    private let words: [String]

    /// A program by its name, for the network of a process, or for this one's own; nil where it is not there.
    init?(_ name: String, ofProcess process: Int32?) {
        let places = Self.folders.map { "\($0)/\(name)" }
        guard let program = places.first(where: { access($0, X_OK) == 0 }) else { return nil }
        self.name = name
        guard let process, let its = Self.network(of: "\(process)"), let own = Self.network(of: "self"), its != own
        else {
            words = [program]
            return
        }
        guard let door = Self.doors.first(where: { access($0, X_OK) == 0 }) else { return nil }
        words = [door, "--net=/proc/\(process)/ns/net", program]
    }

    /// Which network a process lives in; nil where nobody can tell.
    static func network(of process: String) -> UInt64? {
        var status = stat()
        return stat("/proc/\(process)/ns/net", &status) == 0 ? UInt64(status.st_ino) : nil
    }

    /// What it prints. A reason with one of the words `absent` says that what was asked for is not there.
    func run(_ arguments: [String], absent: [String]) async -> Result<String, FirewallFault> {
        let run = await ProgramRun.run(
            words + arguments, environment: ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8"],
            deadline: Self.patience)
        switch run.outcome {
        case .exited(status: 0):
            guard run.output.utf8.count < ProgramRun.longest else {
                return .failure(FirewallFault(state: .unknown("\(name) says more than is read")))
            }
            return .success(run.output)
        case .exited:
            if absent.contains(where: run.errors.contains) { return .failure(FirewallFault(state: .missing)) }
            let reason = run.errors.split(separator: "\n").first.map(String.init) ?? "\(name) gave no reason"
            return .failure(FirewallFault(state: .unknown(String(reason.prefix(200)))))
        case .timedOut: return .failure(FirewallFault(state: .unknown("\(name) gives no answer")))
        case .notStarted(let reason): return .failure(FirewallFault(state: .unknown(reason)))
        }
    }
}

/// Why a program of the firewall shows nothing.
struct FirewallFault: Error {
    var state: FirewallSet.State
}
