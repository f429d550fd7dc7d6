internal import CClock
import Host

/// What the machine gives: its clock, its time zones, memory and open files.
enum MachineChecks {
    static let all = [clock, zone, memory, descriptors]

    /// A record of fail2ban that lies so far ahead was written under another clock.
    private static let ahead: Int64 = 300

    private static let clock = DoctorCheck(
        "machine.clock", "Clock of this machine", .machine,
        "warning: fail2ban has records that lie ahead of this machine's clock; note: nothing keeps the clock right"
    ) { look in
        let now = look.scene.now()
        if let record = try? await look.scene.host.recordedBans(since: now + ahead, limit: 1).first {
            return .warning(
                "fail2ban recorded a ban \(DoctorWords.age(record.bannedAt - now)) ahead of this machine's clock.",
                "timedatectl", advice: "Set the clock right: until then bans begin and end at the wrong time.")
        }
        switch ClockState.now() {
        case .synchronised(let error):
            return .ok("The clock is kept right, to within \(DoctorWords.milliseconds(error)).")
        case .free:
            return .note(
                "Nothing keeps the clock right that the kernel knows of.", "timedatectl set-ntp true",
                advice: "In a container or a guest the host may do it. A clock that is off makes jails count wrongly.")
        case .unknown: throw DoctorSkip("The kernel does not tell of its clock.")
        }
    }

    private static let zone = DoctorCheck(
        "machine.timezone", "Time zone of the pages", .machine,
        "warning: the system has no time zones, or not the one that is set"
    ) { look in
        guard let configuration = look.scene.configuration else { throw DoctorSkip("The settings are faulty.") }
        let name = configuration.timeZone
        let names = TimeZoneNames(folder: look.system("/usr/share/zoneinfo"))
        guard names.contains(name) else {
            return .warning(
                "The zone \(name) is not on this machine.", "sudo apt-get install tzdata", at: .settings)
        }
        guard FileFacts.look(names.folder).facts != nil else {
            return .warning(
                "This machine has no time zones: pages show UTC only.", "sudo apt-get install tzdata")
        }
        return .ok("Pages show times in \(name) unless a person chose another zone.", at: .settings)
    }

    /// BanGUI works in 64 MiB; with less the system begins to end programs.
    private static let leastMemory: Int64 = 64 << 20

    private static let memory = DoctorCheck(
        "machine.memory", "Memory of this machine", .machine, "warning: less than 64 MiB are free for programs"
    ) { look in
        guard let text = FileFacts.text(look.system("/proc/meminfo")),
            let free = value(of: "MemAvailable:", in: text), let all = value(of: "MemTotal:", in: text)
        else { throw DoctorSkip("/proc/meminfo cannot be read.") }
        let words =
            "Memory that is free for programs: \(DoctorWords.bytes(free << 10)) of \(DoctorWords.bytes(all << 10))."
        guard free << 10 >= leastMemory else {
            return .warning(
                words,
                advice: "End what takes it, or add some: fail2ban itself takes 100 MB for 100,000 bans.")
        }
        return .ok(words)
    }

    private static func value(of name: String, in text: String) -> Int64? {
        for line in text.utf8.split(separator: 0x0a) where line.starts(with: name.utf8) {
            return line.split(separator: 0x20).dropFirst().first.flatMap { Int64(String(decoding: $0, as: UTF8.self)) }
        }
        return nil
    }

    /// What a service gets where nobody says otherwise.
    private static let fewDescriptors: UInt64 = 1024

    private static let descriptors = DoctorCheck(
        "machine.descriptors", "Open files", .machine, "warning: the server may have fewer than 1024 files open"
    ) { look in
        let limit = serverLimit(look) ?? look.scene.process.descriptors
        guard limit >= fewDescriptors else {
            return .warning(
                "At most \(limit) files and connections may be open at a time.",
                advice: "Set `LimitNOFILE=65536` in the unit of the service, or `ulimit -n 65536` before the start.")
        }
        return .ok("At most \(limit) files and connections may be open at a time.")
    }

    /// The limit of the running server, where this process is another one.
    private static func serverLimit(_ look: Examination) -> UInt64? {
        guard let process = look.scene.serverProcess, process != look.scene.process.id else { return nil }
        let lines = FileFacts.text(look.system("/proc/\(process)/limits"))?.utf8.split(separator: 0x0a) ?? []
        guard let line = lines.first(where: { $0.starts(with: "Max open files".utf8) }) else { return nil }
        let words = line.split(separator: 0x20)
        return words.count > 3 ? UInt64(String(decoding: words[3], as: UTF8.self)) : nil
    }
}

/// Whether something keeps the machine's clock right.
enum ClockState {
    /// To within so much, as the kernel estimates it.
    case synchronised(Duration)
    case free
    case unknown

    /// Asks the kernel.
    static func now() -> ClockState {
        let error = bangui_clock_error()
        return error >= 0 ? .synchronised(.microseconds(error)) : error == -1 ? .free : .unknown
    }
}
