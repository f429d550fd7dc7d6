public import Fail2ban

/// One line of the daemon's log that tells something, with its place.
public struct LogObservation: Hashable, Sendable {
    /// The generation of the log that it stands in, as in `LogPosition`.
    public var generation: [UInt8]
    /// Where the line begins, in bytes of the uncompressed text: with the generation its identity.
    public var offset: Int64
    /// Where the next line begins.
    public var end: Int64
    /// When it was written, in UTC epoch milliseconds.
    public var time: Int64
    /// The daemon's offset from UTC then, in seconds.
    public var utcOffset: Int
    /// The jail it names; nil for the daemon itself.
    public var jail: JailName?
    /// What it tells.
    public var message: LogMessage

    /// Takes each part as it is.
    public init(
        generation: [UInt8], offset: Int64, end: Int64, time: Int64, utcOffset: Int, jail: JailName?,
        message: LogMessage
    ) {
        self.generation = generation
        self.offset = offset
        self.end = end
        self.time = time
        self.utcOffset = utcOffset
        self.jail = jail
        self.message = message
    }
}

/// What the daemon's log had to tell after some positions.
public struct LogReading: Sendable {
    /// The lines that tell something, oldest first.
    public var observations: [LogObservation]
    /// The positions after them, of the generations that this reading moved on, oldest first. Lines that tell nothing
    /// are passed by.
    public var positions: [LogPosition]
    /// Bytes of all generations that are still to be read: what a progress bar is made of.
    public var remaining: Int64
    /// The generations that exist, oldest first: positions in others are of no use while they stay away.
    public var generations: [[UInt8]]
    /// The given positions whose generation has gone and was perhaps not read to its end: what it still told is lost.
    public var vanished: [LogPosition]

    /// Takes each part as it is.
    public init(
        observations: [LogObservation], positions: [LogPosition], remaining: Int64, generations: [[UInt8]] = [],
        vanished: [LogPosition] = []
    ) {
        self.observations = observations
        self.positions = positions
        self.remaining = remaining
        self.generations = generations
        self.vanished = vanished
    }
}
