/// How far one series of the system's journal was taken in, kept as a position in the daemon's log.
///
/// A `LogPosition` holds it so: the generation is the letter `J` and the 16 bytes of the series, one byte longer than
/// that of a file; the offset is the number after that of the last entry; the device is when the journal took that
/// entry in, in microseconds; the inode counts the series in the order in which they were read.
struct JournalPosition: Hashable {
    /// The last entry that was taken in.
    var place: JournalPlace
    /// Greater than that of every series read before.
    var order: UInt64
    /// The time of that entry, in UTC epoch milliseconds.
    var lastTime: Int64?

    init(place: JournalPlace, order: UInt64, lastTime: Int64?) {
        self.place = place
        self.order = order
        self.lastTime = lastTime
    }

    /// Reads a position; nil for one in a file.
    init?(_ position: LogPosition) {
        let series = Array(position.generation.dropFirst())
        guard position.generation.first == Self.mark, series.count == JournalPlace.seriesLength else { return nil }
        place = JournalPlace(series: series, number: position.offset - 1, received: Int64(clamping: position.device))
        order = position.inode
        lastTime = position.lastTime
    }

    private static let mark = UInt8(ascii: "J")

    /// The generation of the entries of a series.
    static func generation(_ series: [UInt8]) -> [UInt8] { [mark] + series }

    /// As it is handed out and stored.
    var logPosition: LogPosition {
        LogPosition(
            generation: Self.generation(place.series), device: UInt64(clamping: place.received), inode: order,
            offset: place.number + 1, lastTime: lastTime)
    }
}

extension LogPosition {
    /// Whether it is a place in the system's journal, and not in a file.
    var isInJournal: Bool { JournalPosition(self) != nil }
}
