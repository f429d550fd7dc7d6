import Host

/// Records in parts that are stored one after the other, so that nobody who writes waits for all of them.
///
/// All records of an id in a jail stay together: the others tell which line is whose.
struct RecordSlices {
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
}
