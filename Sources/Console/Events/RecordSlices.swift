import Host

/// Records in parts that are stored one after the other, so that nobody who writes waits for all of them.
///
/// All records of an id in a jail stay together: the others tell which line is whose.
struct RecordSlices {
    /// How long a part should hold the writer.
    static let aim = Duration.milliseconds(50)
    /// Records of a part, but for the last id's.
    static let sizes = 20...2000

    private let groups: [[RecordedBan]]
    private var position = 0

    /// - Parameter records: in the order of their time.
    init(_ records: [RecordedBan]) {
        var places: [RecordedBan.Subject: Int] = [:]
        var groups: [[RecordedBan]] = []
        for record in records {
            if let place = places[record.key.subject] {
                groups[place].append(record)
            } else {
                places[record.key.subject] = groups.count
                groups.append([record])
            }
        }
        self.groups = groups
    }

    /// Whether none are left.
    var isEmpty: Bool { position == groups.count }

    /// The next part, in the order of time, of `size` records or somewhat more; nil after the last.
    mutating func next(_ size: Int) -> [RecordedBan]? {
        guard !isEmpty else { return nil }
        var part: [RecordedBan] = []
        while part.count < size, !isEmpty {
            part += groups[position]
            position += 1
        }
        return part.sorted { $0.bannedAt < $1.bannedAt }
    }

    /// The size of the next part, by how long one held the writer: what would have fitted, twice as many at most.
    static func size(after size: Int, _ held: Duration) -> Int {
        let share = aim / max(held, .microseconds(100))
        return min(max(Int(Double(size) * min(share, 2)), sizes.lowerBound), sizes.upperBound)
    }
}
