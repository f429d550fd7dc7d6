public import Fail2ban

/// What a jail looks at, as it is on its machine now: facts, without a judgement.
public struct JailSight: Hashable, Codable, Sendable {
    /// The jail.
    public var jail: JailName
    /// The files that it watches.
    public var files: [WatchedFile]
    /// Whether it reads the system's journal and no files; nil where the daemon does not tell.
    public var readsJournal: Bool?
    /// What of the journal it is to read, where it reads that.
    public var journal: WatchedJournal?
    /// Where its service listens, and which ports its actions close; nil where no such service is known or found.
    public var ports: ServicePorts?
    /// Seconds east of UTC that the times of its lines are taken for where they name no zone.
    public var utcOffset: Int
    /// When the machine started, in UTC epoch seconds; nil where that cannot be seen.
    public var bootedAt: Int64?

    /// Takes each part as it is.
    public init(
        jail: JailName, files: [WatchedFile] = [], readsJournal: Bool? = nil, journal: WatchedJournal? = nil,
        ports: ServicePorts? = nil, utcOffset: Int = 0, bootedAt: Int64? = nil
    ) {
        self.jail = jail
        self.files = files
        self.readsJournal = readsJournal
        self.journal = journal
        self.ports = ports
        self.utcOffset = utcOffset
        self.bootedAt = bootedAt
    }
}

/// A file that a jail watches, as the daemon's process sees it.
public struct WatchedFile: Hashable, Codable, Sendable {
    /// How it is there.
    public enum State: Hashable, Codable, Sendable {
        case there
        case missing
        /// It is there for everyone but the daemon, which has another view of the file system.
        case hidden
        /// It is there for everyone, and the daemon sees another file in its place, which does not grow.
        case other
        /// The daemon's account may not read it.
        case forbidden
        /// Nobody can tell, for this reason of the system's.
        case unknown(String)
        /// The file system does not answer.
        case hanging
    }

    /// The file.
    public var path: String
    /// How it is there.
    public var state: State
    /// Which file it is; 0 where none is there.
    public var inode: UInt64
    /// Its bytes.
    public var size: Int64
    /// When it was written last, in UTC epoch seconds.
    public var modifiedAt: Int64
    /// Up to where the daemon has read it, by its own record; nil where it keeps none.
    public var readTo: Int64?
    /// What its last lines tell; nil where they cannot be read.
    public var tail: LogTail?
    /// A file that seems to be written in its place.
    public var heir: Heir?

    /// A file beside the watched one that was written after it.
    public struct Heir: Hashable, Codable, Sendable {
        /// How it comes to be there.
        public enum Kind: String, Codable, Sendable {
            /// The watched one by its former name's rotation, into which the service writes on.
            case rotated
            /// One of the same name with a later date in it.
            case dated
        }
        /// Its path.
        public var path: String
        /// How it comes to be there.
        public var kind: Kind
        /// When it was written last, in UTC epoch seconds.
        public var modifiedAt: Int64

        /// Takes each part as it is.
        public init(path: String, kind: Kind, modifiedAt: Int64) {
            self.path = path
            self.kind = kind
            self.modifiedAt = modifiedAt
        }
    }

    /// Takes each part as it is.
    public init(
        path: String, state: State, inode: UInt64 = 0, size: Int64 = 0, modifiedAt: Int64 = 0, readTo: Int64? = nil,
        tail: LogTail? = nil, heir: Heir? = nil
    ) {
        self.path = path
        self.state = state
        self.inode = inode
        self.size = size
        self.modifiedAt = modifiedAt
        self.readTo = readTo
        self.tail = tail
        self.heir = heir
    }
}

/// What a jail's matches find in the system's journal.
public struct WatchedJournal: Hashable, Codable, Sendable {
    /// How it is there.
    public enum State: Hashable, Codable, Sendable {
        /// There are entries; the last is of this time, in UTC epoch seconds.
        case entries(lastAt: Int64)
        /// The journal has entries, and none that the matches find.
        case nothing
        /// There is no journal, or nothing in it at all.
        case empty
        /// Nobody can tell, for this reason.
        case unknown(String)
    }

    /// The matches, as fail2ban has them.
    public var matches: [String]
    /// How it is there.
    public var state: State

    /// Takes each part as it is.
    public init(matches: [String], state: State) {
        self.matches = matches
        self.state = state
    }
}
