#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A look at who waits for connections in the network that a process lives in, as `/proc` tells it.
struct ListeningLook {
    let process: Int32

    /// Bytes of a table of sockets, of which those that wait come first.
    private static let longest = 1 << 20
    /// Processes of one service, and open files of one of them, that are looked at.
    private static let (mostProcesses, mostFiles) = (32, 4096)

    /// Where a service listens; nil where none of its processes is found to.
    func ports(of service: KnownService, closed: [ClosedRange<Int>], _ setting: String) -> ServicePorts? {
        var listeners: [UInt64: Int] = [:]
        for table in ["tcp", "tcp6"] {
            let bytes = SystemFile.bytes("/proc/\(process)/net/\(table)", limit: Self.longest) ?? []
            listeners.merge(KernelTables.listeners(tcp: String(decoding: bytes, as: UTF8.self))) { one, _ in one }
        }
        guard !listeners.isEmpty else { return nil }
        var (program, own): (String?, Set<UInt64>) = (nil, [])
        for other in processes(of: service) {
            let files = sockets(of: other.id).filter { listeners[$0] != nil }
            if !files.isEmpty { program = program ?? other.name }
            own.formUnion(files)
        }
        guard let program else { return nil }
        let isTaken = listeners.contains { file, port in
            !own.contains(file) && closed.contains { $0.contains(port) }
        }
        return ServicePorts(
            program: program, listening: Set(own.compactMap { listeners[$0] }).sorted(), closed: closed,
            setting: setting,
            isTaken: isTaken, isReachedAlone: service.isReachedAlone)
    }

    /// The processes of a service in the same network. What one of them started, such as a session that forwards a port, is not
    /// the service.
    private func processes(of service: KnownService) -> [(id: String, name: String)] {
        let network = FirewallProgram.network(of: "\(process)")
        var found: [(id: String, name: String)] = []
        for id in Self.names(in: "/proc") where id.utf8.allSatisfy({ (48...57).contains($0) }) {
            guard let name = Self.name(of: id), service.programs.contains(name),
                FirewallProgram.network(of: id) == network, Self.parent(of: id).flatMap(Self.name(of:)) != name,
                service.path.map({ Self.target(of: "/proc/\(id)/exe")?.contains($0) ?? false }) ?? true
            else { continue }
            found.append((id, name))
            if found.count == Self.mostProcesses { break }
        }
        return found
    }

    /// The numbers of the sockets that a process has open.
    private func sockets(of id: String) -> [UInt64] {
        Self.names(in: "/proc/\(id)/fd").prefix(Self.mostFiles).compactMap { file in
            guard let target = Self.target(of: "/proc/\(id)/fd/\(file)"), target.hasPrefix("socket:[") else {
                return nil
            }
            return UInt64(target.dropFirst("socket:[".count).dropLast())
        }
    }

    private static func name(of id: String) -> String? {
        SystemFile.text("/proc/\(id)/comm").map { text in
            String(decoding: text.utf8.prefix { $0 != 0x0a }, as: UTF8.self)
        }
    }

    private static func parent(of id: String) -> String? {
        let status = SystemFile.text("/proc/\(id)/status") ?? ""
        let line = status.utf8.split(separator: 0x0a).first { $0.starts(with: "PPid:".utf8) }
        return line?.dropFirst("PPid:".utf8.count).split { $0 == 9 || $0 == 32 }.first
            .map { String(decoding: $0, as: UTF8.self) }
    }

    private static func target(of link: String) -> String? {
        var buffer = [CChar](repeating: 0, count: 512)
        let count = readlink(link, &buffer, buffer.count)
        return count > 0 ? String(decoding: buffer[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self) : nil
    }

    private static func names(in folder: String) -> [String] {
        guard let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if !name.utf8.starts(with: ".".utf8) { names.append(name) }
        }
        return names
    }
}
