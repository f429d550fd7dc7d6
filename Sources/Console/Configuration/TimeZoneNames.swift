#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The names of the system's time zone database.
public struct TimeZoneNames: Sendable {
    /// The folder of the compiled zones.
    public let folder: String

    /// Looks in `folder`, by default where every Unix keeps the zones.
    public init(folder: String = "/usr/share/zoneinfo") {
        self.folder = folder
    }

    /// Whether `name` is a zone; `UTC` is one even where the database is not installed.
    public func contains(_ name: String) -> Bool {
        if name == "UTC" { return true }
        let bytes = Array(name.utf8)
        guard (1...64).contains(bytes.count), bytes.allSatisfy(Self.isNameByte),
            bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).allSatisfy({ !$0.isEmpty })
        else { return false }
        let descriptor = open(folder + "/" + name, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var magic = [UInt8](repeating: 0, count: 4)
        let count = magic.withUnsafeMutableBytes { readBytes(descriptor, $0.baseAddress, 4) }
        return count == 4 && magic == Array("TZif".utf8)
    }

    /// The canonical names, sorted, for a list to choose from; empty where the database is not installed.
    public func all() -> [String] {
        guard let file = fopen(folder + "/zone.tab", "r") else { return [] }
        defer { fclose(file) }
        var names: Set<String> = ["UTC"]
        var line = [CChar](repeating: 0, count: 1024)
        while fgets(&line, Int32(line.count), file) != nil {
            let bytes = line.prefix { $0 != 0 && $0 != 10 }.map { UInt8(bitPattern: $0) }
            let columns = bytes.split(separator: 9)
            guard bytes.first != UInt8(ascii: "#"), columns.count >= 3 else { continue }
            names.insert(String(decoding: columns[2], as: UTF8.self))
        }
        return names.sorted()
    }

    // No dot: nothing outside the folder can be named.
    private static func isNameByte(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
            || [UInt8(ascii: "/"), UInt8(ascii: "_"), UInt8(ascii: "+"), UInt8(ascii: "-")].contains(byte)
    }
}
