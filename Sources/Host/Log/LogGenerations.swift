import Fail2ban

/// One generation of the log with the file that holds most of it now.
struct LogGeneration: Sendable {
    let file: LogFile
    let head: LogHead
}

/// What is known of files of the log that do not change: spares opening and unpacking them again.
struct LogKnowledge: Sendable {
    /// The beginning of a file; a nil inside is a file without one.
    var heads: [FileState: LogHead?] = [:]
    /// Where the last whole line of a file ends.
    var ends: [FileState: Int64] = [:]

    /// Forgets all files but these: as many are kept as the log has files.
    mutating func keep(_ states: some Sequence<FileState>) {
        let states = Set(states)
        heads = heads.filter { states.contains($0.key) }
        ends = ends.filter { states.contains($0.key) }
    }
}

extension LogFolder {
    /// Every generation of the log that has a line with a time, each once, the oldest first.
    func generations(_ knowledge: inout LogKnowledge) throws(LogFault) -> [LogGeneration] {
        // Until between two looks no name has come to mean another file: a file that was copied and truncated before its
        // beginning was read would pass for a generation after the one that is only in the copy.
        var found: [LogGeneration] = []
        for _ in 0..<20 {
            let (files, faults) = try files()
            knowledge.keep(files.map(\.state))
            found = []
            for file in files {
                guard let head = try head(of: file, &knowledge) else { continue }
                found.append(LogGeneration(file: file, head: head))
            }
            let states = try states()
            let isSettled = states.count == files.count + faults.count
            if isSettled, files.allSatisfy({ states[$0.path]?.inode == $0.state.inode }) { break }
        }
        return Self.inOrder(Self.once(found))
    }

    private func head(of file: LogFile, _ knowledge: inout LogKnowledge) throws(LogFault) -> LogHead? {
        if let known = knowledge.heads[file.state] { return known }
        let head = try LogHead(file)
        knowledge.heads[file.state] = .some(head)
        return head
    }

    /// Of files with the same beginning, as while one is copied or packed: the one that is written, else the one that
    /// is not packed, else the longest.
    private static func once(_ generations: [LogGeneration]) -> [LogGeneration] {
        var best: [[UInt8]: LogGeneration] = [:]
        for generation in generations {
            let known = best[generation.head.generation]
            if known.map({ rank(generation) > rank($0) }) ?? true { best[generation.head.generation] = generation }
        }
        return Array(best.values)
    }

    private static func rank(_ generation: LogGeneration) -> (Int, Int64) {
        let name = generation.file.name
        return (name == .current ? 2 : name.isCompressed ? 0 : 1, generation.file.state.size)
    }

    /// The oldest first: by number, by date, those of both styles merged by their first line, and last the one that is
    /// written.
    private static func inOrder(_ generations: [LogGeneration]) -> [LogGeneration] {
        var numbered: [(Int, LogGeneration)] = []
        var dated: [(String, LogGeneration)] = []
        var current: [LogGeneration] = []
        for generation in generations {
            switch generation.file.name {
            case .current: current.append(generation)
            case .numbered(let number, _): numbered.append((number, generation))
            case .dated(let date, _): dated.append((date, generation))
            }
        }
        var byNumber = numbered.sorted { $0.0 > $1.0 }.map(\.1)[...]
        var byDate = dated.sorted { $0.0 < $1.0 }.map(\.1)[...]
        var merged: [LogGeneration] = []
        while let left = byNumber.first, let right = byDate.first {
            merged.append(!(right.head.stamp < left.head.stamp) ? byNumber.removeFirst() : byDate.removeFirst())
        }
        return merged + byNumber + byDate + current
    }
}
