internal import Fail2ban
internal import Geo

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// Loads a source of geo data.
struct GeoLoading {
    /// What was loaded.
    struct Loaded {
        var layer: any GeoLayer
        var subjects: Set<GeoSubject>
    }

    /// A database that is larger is none of countries and networks.
    static let limit: Int64 = 1 << 30

    /// Where another's file is copied to, so that whoever writes into it while it is mapped does not end this process; nil to
    /// map it where it lies.
    let copies: GeoFolder?

    func load(_ candidate: GeoCandidate) throws -> Loaded {
        switch candidate.kind {
        case .maxMind: try maxMind(candidate)
        case .networkTable:
            Loaded(
                layer: try NetworkTable(path: candidate.paths.first ?? ""), subjects: candidate.subjects ?? [])
        case .torTables: Loaded(layer: try TorTables(paths: candidate.paths), subjects: candidate.subjects ?? [])
        case .service: throw GeoDataError.unreadable("it is no file")
        }
    }

    private func maxMind(_ candidate: GeoCandidate) throws -> Loaded {
        guard let path = candidate.paths.first else { throw GeoDataError.unreadable("no path") }
        let file: MaxMindFile
        if candidate.origin != .fetched, let copies {
            let copy = try GeoCopy(of: path, in: copies)
            defer { copy.remove() }
            file = try MaxMindFile(path: copy.path)
        } else {
            // Whether it can be read at all, in the system's words: the library has none.
            try GeoCopy.check(path)
            file = try MaxMindFile(path: path)
        }
        return Loaded(layer: file, subjects: try file.subjects())
    }
}

/// A copy of a file that others may write to, kept only for as long as it is mapped.
struct GeoCopy {
    /// Its name, until it is removed.
    let path: String

    static let prefix = ".mapped-"
    private static let piece = 1 << 20

    /// Copies the file as it is at one moment.
    ///
    /// - Throws: `GeoDataError`, also where the file was written to meanwhile; `DataDirectoryError`.
    init(of source: String, in folder: GeoFolder) throws {
        let input = try Self.opened(source)
        defer { close(input) }
        try folder.prepare()
        path = folder.file(Self.prefix + "\(getpid())")
        unlink(path)
        let output = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard output >= 0 else { throw GeoDataError.unreadable("no copy in \(folder.path): \(systemMessage(errno))") }
        defer { close(output) }
        do {
            try Self.copy(input, to: output)
        } catch {
            unlink(path)
            throw error
        }
    }

    /// Removes the name; what is mapped stays.
    func remove() { unlink(path) }

    /// Whether a file can be read.
    static func check(_ path: String) throws { close(try opened(path)) }

    private static func opened(_ path: String) throws -> Int32 {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw GeoDataError.unreadable(systemMessage(errno)) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw GeoDataError.unreadable("it is no plain file")
        }
        guard status.st_size <= GeoLoading.limit else {
            close(descriptor)
            throw GeoDataError.tooLarge(Int(GeoLoading.limit))
        }
        return descriptor
    }

    private static func copy(_ input: Int32, to output: Int32) throws {
        let before = stamp(input)
        var buffer = [UInt8](repeating: 0, count: piece)
        while true {
            let count = buffer.withUnsafeMutableBytes { readBytes(input, $0.baseAddress, piece) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw GeoDataError.unreadable(systemMessage(errno)) }
            if count == 0 { break }
            var written = 0
            while written < count {
                let step = buffer.withUnsafeBytes {
                    writeBytes(output, $0.baseAddress?.advanced(by: written), count - written)
                }
                if step < 0, errno == EINTR { continue }
                guard step > 0 else { throw GeoDataError.unreadable("no copy of it: \(systemMessage(errno))") }
                written += step
            }
        }
        guard let before, before == stamp(input) else { throw GeoDataError.unreadable("it is being written") }
    }

    private static func stamp(_ descriptor: Int32) -> GeoStamp? {
        var status = stat()
        return fstat(descriptor, &status) == 0 ? GeoStamp(status) : nil
    }
}
