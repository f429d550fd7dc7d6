#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// What the system says of this process.
public struct ProcessReading: Hashable, Sendable {
    /// Seconds of processors that it has used.
    public var processorSeconds: Double
    /// Bytes of memory that it has.
    public var residentBytes: Int64
    /// Bytes of addresses that it has.
    public var virtualBytes: Int64
    /// Its threads.
    public var threads: Int64
    /// When it started, in UTC epoch seconds.
    public var startedAt: Double
    /// Files that it has open.
    public var descriptors: Int
    /// Files that it may have open.
    public var mostDescriptors: UInt64

    /// This process, by `/proc/self` (proc(5)); nil where the system has none.
    public static func own() -> ProcessReading? {
        guard let text = content("/proc/self/stat"), let end = text.lastIndex(of: UInt8(ascii: ")")) else { return nil }
        // Behind the name, which may hold anything; the first field there is the third of all.
        let fields = text[text.index(after: end)...].split(separator: 32).map { String(decoding: $0, as: UTF8.self) }
        guard fields.count > 21, let user = Double(fields[11]), let system = Double(fields[12]),
            let threads = Int64(fields[17]), let start = Double(fields[19]), let virtual = Int64(fields[20]),
            let pages = Int64(fields[21])
        else { return nil }
        let ticks = Double(sysconf(Int32(_SC_CLK_TCK)))
        return ProcessReading(
            processorSeconds: (user + system) / ticks, residentBytes: pages * Int64(sysconf(Int32(_SC_PAGESIZE))),
            virtualBytes: virtual, threads: threads, startedAt: bootTime() + start / ticks, descriptors: descriptors(),
            mostDescriptors: ProcessFacts.own().descriptors)
    }

    /// When the machine started: the clock less the time that it runs.
    private static func bootTime() -> Double { seconds(CLOCK_REALTIME) - seconds(CLOCK_BOOTTIME) }

    private static func seconds(_ clock: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    private static func descriptors() -> Int {
        guard let folder = opendir("/proc/self/fd") else { return 0 }
        defer { closedir(folder) }
        var count = 0
        while readdir(folder) != nil { count += 1 }
        // Itself, its parent, and the one by which it is read.
        return max(0, count - 3)
    }

    private static func content(_ path: String) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        return try? PrivateFile.content(descriptor, path)
    }
}
