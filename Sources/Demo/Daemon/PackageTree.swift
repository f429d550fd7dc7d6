import FoundationEssentials

/// The files of Debian's package fail2ban, unpacked into a folder of ours. It is never installed: the package's own
/// scripts would start a system daemon.
struct PackageTree: Sendable, Equatable {
    /// The folder that stands for `/`.
    let root: String

    /// The daemon's program.
    var server: String { root + "/usr/bin/fail2ban-server" }
    /// The stock client.
    var client: String { root + "/usr/bin/fail2ban-client" }
    /// Where Python finds the package's modules.
    var modules: String { root + "/usr/lib/python3/dist-packages" }
    /// The stock configuration.
    var configuration: String { root + "/etc/fail2ban" }

    /// Whether all that the demo uses is there.
    var isComplete: Bool {
        [server, client, modules + "/fail2ban/version.py", configuration + "/jail.conf"]
            .allSatisfy(FileManager.default.fileExists(atPath:))
    }

    /// Gives the tree in `folder`, unpacking the package when it is not there yet: a `fail2ban_*.deb` lying in the
    /// folder, else the one that `apt-get download` brings.
    static func prepare(
        in folder: DemoFolder, environment: [String: String], progress: (String) -> Void
    ) async throws(DemoError) -> PackageTree {
        let tree = PackageTree(root: folder.package)
        if tree.isComplete { return tree }
        if package(in: folder) == nil {
            progress("downloading the package fail2ban (about 450 KB)")
            try await download(into: folder, environment: environment)
        }
        guard let file = package(in: folder) else { throw DemoError.downloadFailed("no fail2ban_*.deb came") }
        progress("unpacking \(file) into \(folder.package)")
        try await unpack(folder.path + "/" + file, to: tree, in: folder, environment: environment)
        return tree
    }

    private static func package(in folder: DemoFolder) -> String? {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.hasPrefix("fail2ban_") && $0.hasSuffix(".deb") }.max()
    }

    private static func download(into folder: DemoFolder, environment: [String: String]) async throws(DemoError) {
        let status = try await run("/usr/bin/apt-get", ["download", "-q", "fail2ban"], in: folder, environment)
        guard status == 0 else {
            throw DemoError.downloadFailed(DemoFolder.lastLines(3, of: folder.packageOutput))
        }
    }

    /// Unpacks aside and renames last, so that a tree that was cut off is never taken for a whole one.
    private static func unpack(
        _ file: String, to tree: PackageTree, in folder: DemoFolder, environment: [String: String]
    ) async throws(DemoError) {
        let aside = tree.root + ".new"
        DemoFolder.remove(aside)
        let status = try await run("/usr/bin/dpkg-deb", ["-x", file, aside], in: folder, environment)
        guard status == 0, PackageTree(root: aside).isComplete else {
            throw DemoError.unpackFailed(DemoFolder.lastLines(3, of: folder.packageOutput))
        }
        DemoFolder.remove(tree.root)
        do {
            try FileManager.default.moveItem(atPath: aside, toPath: tree.root)
        } catch {
            throw DemoError.notWritable(path: tree.root, reason: "\(error)")
        }
        DemoFolder.remove(file)
    }

    /// Runs a package program to its end, also when the task is cancelled meanwhile: it is stopped then.
    private static func run(
        _ program: String, _ arguments: [String], in folder: DemoFolder, _ environment: [String: String]
    ) async throws(DemoError) -> Int32 {
        guard FileManager.default.isExecutableFile(atPath: program) else {
            throw DemoError.missingProgram(program.split(separator: "/").last.map(String.init) ?? program)
        }
        let child = try ChildProcess(
            [program] + arguments, in: folder.path, environment: environment, output: folder.packageOutput)
        let status = await withTaskCancellationHandler {
            await child.status()
        } onCancel: {
            Task { await child.stop(patience: .seconds(2)) }
        }
        if Task.isCancelled { throw DemoError.cancelled }
        return status
    }
}
