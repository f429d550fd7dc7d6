extension LineQuery {
    /// Whether the lines of an event hold what is looked for.
    public func matches(_ lines: [[UInt8]]) -> Bool {
        var missing = Set(terms.indices.filter { !terms[$0].isExcluded })
        var isRefused = false
        var folded = FoldedLine()
        LineWords.eachSearched(lines) { line in
            folded.read(line)
            for index in terms.indices where terms[index].isExcluded || missing.contains(index) {
                guard folded.holds(terms[index]) else { continue }
                if terms[index].isExcluded {
                    isRefused = true
                    return false
                }
                missing.remove(index)
            }
            return true
        }
        return !isRefused && missing.isEmpty
    }

    /// Where a line holds what is looked for: places in its bytes, in order, none within another. No character is cut.
    public func marks(in line: [UInt8]) -> [Range<Int>] {
        let folded = FoldedLine(line)
        let found = terms.filter { !$0.isExcluded }.flatMap { folded.places(of: $0) }
        var marks: [Range<Int>] = []
        for range in found.sorted(by: { ($0.lowerBound, $1.upperBound) < ($1.lowerBound, $0.upperBound) }) {
            if let last = marks.last, range.lowerBound < last.upperBound {
                marks[marks.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
            } else {
                marks.append(range)
            }
        }
        return marks
    }
}

extension FoldedLine {
    fileprivate func holds(_ term: LineQuery.Term) -> Bool {
        starts(of: term) { _ in true }
    }

    fileprivate func places(of term: LineQuery.Term) -> [Range<Int>] {
        var places: [Range<Int>] = []
        _ = starts(of: term) { start in
            places.append(start..<start + term.bytes.count)
            return false
        }
        return places
    }

    /// Gives where a term begins to `body`, until that says that it is enough; gives whether it did.
    private func starts(of term: LineQuery.Term, _ isEnough: (Int) -> Bool) -> Bool {
        let wanted = term.bytes
        if term.isWord || term.words.first.map({ wanted.starts(with: $0.bytes) }) ?? false {
            for word in words where isHere(wanted, word.lowerBound) {
                if isEnough(word.lowerBound) { return true }
            }
            return false
        }
        guard bytes.count >= wanted.count else { return false }
        for start in 0...(bytes.count - wanted.count) where isHere(wanted, start) {
            if isEnough(start) { return true }
        }
        return false
    }

    private func isHere(_ wanted: [UInt8], _ start: Int) -> Bool {
        guard start + wanted.count <= bytes.count else { return false }
        return bytes.withUnsafeBufferPointer { bytes in
            wanted.withUnsafeBufferPointer { wanted in
                for index in 0..<wanted.count where bytes[start + index] != wanted[index] { return false }
                return true
            }
        }
    }
}
