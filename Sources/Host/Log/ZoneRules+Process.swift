extension ZoneRules {
    /// The zone in which a process writes its times, as the C library finds it: `TZ` in its environment, else
    /// `/etc/localtime`. Without the process, and where its environment cannot be read, that of this machine.
    init(ofProcess process: Int32?) {
        let environment = process.flatMap { SystemFile.bytes("/proc/\($0)/environ") } ?? []
        let prefix = Array("TZ=".utf8)
        let setting = environment.split(separator: 0).first { $0.starts(with: prefix) }?.dropFirst(prefix.count)
        self = setting.map { Self.named(String(decoding: $0, as: UTF8.self)) } ?? Self.read("/etc/localtime") ?? .utc
    }

    /// What `TZ` says: a file's path or its name in the database, with or without a colon before it, or a rule; UTC for
    /// what is none of these.
    static func named(_ setting: String) -> ZoneRules {
        var name = setting
        if name.utf8.first == UInt8(ascii: ":") { name.removeFirst() }
        if name.utf8.first == UInt8(ascii: "/") { return read(name) ?? .utc }
        let isInside =
            !name.isEmpty && !name.utf8.split(separator: UInt8(ascii: "/")).contains { $0.elementsEqual("..".utf8) }
        if isInside, let zone = read("/usr/share/zoneinfo/" + name) { return zone }
        return ZoneRules(posix: name) ?? .utc
    }

    private static func read(_ path: String) -> ZoneRules? { SystemFile.bytes(path).flatMap(ZoneRules.init(file:)) }
}
