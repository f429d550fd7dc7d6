internal import CPostgreSQL

/// One connection to a server, used by one thread at a time.
///
/// It stays in libpq's pipeline mode: what a statement needs before it (the beginning of the transaction, its
/// preparation) goes out with it, so that a read of one row is one way there and back.
final class PostgreSQLConnection {
    let handle: OpaquePointer
    /// By what another thread ends it.
    let cut: PostgreSQLCut
    var statements = PostgreSQLStatements()
    /// The statement whose rows are not all read yet.
    weak var unread: PostgreSQLStream?
    /// What was sent and whose answer nobody waits for.
    private var unsettled: PostgreSQLStream?

    /// Connects; throws `StorageError.unreachable`, or `.failed` where the server does not do.
    ///
    /// - Parameter lockTimeout: milliseconds that a statement waits for a lock.
    init(_ address: PostgreSQLAddress, lockTimeout: Int) throws(StorageError) {
        guard let handle = Self.connect(address) else { throw .failed("no memory for a connection") }
        self.handle = handle
        cut = PostgreSQLCut(PQsocket(handle))
        // Whatever fails from here on, `deinit` gives the handle back.
        guard PQstatus(handle) == CONNECTION_OK else { throw .unreachable(Self.words(handle)) }
        // Without a receiver libpq prints notices.
        PQsetNoticeReceiver(handle, { _, _ in }, nil)
        try prepare(lockTimeout: lockTimeout)
    }

    deinit {
        unsettled = nil
        PQfinish(handle)
    }

    /// Whether the connection can begin a transaction. A server that went away since the last one is noticed here: its
    /// farewell can be read, and soon after it the end of the stream.
    var isUsable: Bool {
        settle()
        var patience: CInt = 0
        while PostgreSQLSocket.isReadable(PQsocket(handle), within: patience) {
            guard PQconsumeInput(handle) == 1 else { return false }
            patience = 50
        }
        return PQstatus(handle) == CONNECTION_OK && PQtransactionStatus(handle) == PQTRANS_IDLE
    }

    var isBroken: Bool { PQstatus(handle) != CONNECTION_OK }

    /// What libpq says of the connection, in one line.
    var words: String { Self.words(handle) }

    /// Runs statements without parameters, one after the other, and waits for all.
    func run(_ sql: [String]) throws {
        let stream = try send(sql)
        while let result = try stream.next() { PQclear(result) }
    }

    /// Sends a statement without waiting for its answer, which the next call reads.
    func leave(_ sql: String) {
        unsettled = try? send([sql])
    }

    /// Reads what nobody waited for.
    func settle() {
        unsettled?.finish()
        unsettled = nil
    }

    private func send(_ sql: [String]) throws -> PostgreSQLStream {
        settle()
        unread?.keepRest()
        for sql in sql { try check(PQsendQueryParams(handle, sql, 0, nil, nil, nil, nil, 1)) }
        try check(PQpipelineSync(handle))
        return PostgreSQLStream(self, before: sql.count - 1)
    }

    /// Throws where a call of libpq gave 0.
    func check(_ code: CInt) throws {
        guard code == 1 else { throw StorageError.unreachable(words) }
    }

    private static func connect(_ address: PostgreSQLAddress) -> OpaquePointer? {
        // What comes later wins: all but the encoding can be said otherwise in the address. A network that swallows
        // everything is given up after half a minute.
        withParameters([
            ("application_name", "bangui"), ("connect_timeout", "3"), ("keepalives_idle", "15"),
            ("keepalives_interval", "5"), ("keepalives_count", "3"), ("tcp_user_timeout", "30000"),
            ("dbname", address.url), ("client_encoding", "UTF8"),
        ]) { PQconnectdbParams($0, $1, 1) }
    }

    /// Whether the server says anything to whoever comes, within so many seconds.
    static func answers(_ address: PostgreSQLAddress, within seconds: Int) -> Bool {
        withParameters([("dbname", address.url), ("connect_timeout", "\(seconds)")]) { PQpingParams($0, $1, 1) }
            != PQPING_NO_RESPONSE
    }

    private func prepare(lockTimeout: Int) throws(StorageError) {
        guard PQserverVersion(handle) >= 140_000 else {
            throw .failed("PostgreSQL \(PQserverVersion(handle) / 10_000) is too old: 14 is needed")
        }
        let encoding = PQparameterStatus(handle, "server_encoding").map { String(cString: $0) } ?? ""
        guard encoding == "UTF8" else {
            throw .failed("the database has the encoding \(encoding); it must be UTF8")
        }
        // A program that vanished half-way must not keep the others from writing. What is told to a person is on the
        // disk even where the server's own setting is not to wait for that. A count takes one processor, never several.
        let sql = """
            SET client_min_messages = error; SET lock_timeout = \(lockTimeout); SET jit = off;
            SET max_parallel_workers_per_gather = 0;
            SET idle_in_transaction_session_timeout = 60000; SET standard_conforming_strings = on;
            SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'
            """
        let result = PQexec(handle, sql)
        defer { PQclear(result) }
        guard PQresultStatus(result) == PGRES_TUPLES_OK, PQenterPipelineMode(handle) == 1 else {
            throw isBroken ? .unreachable(words) : StorageError(postgreSQL: result)
        }
    }

    /// The first line of what libpq says.
    private static func words(_ handle: OpaquePointer) -> String {
        let text = String(cString: PQerrorMessage(handle))
        return text.split(separator: "\n").first.map(String.init) ?? "the connection was lost"
    }
}

private typealias CStrings = UnsafePointer<UnsafePointer<CChar>?>

/// Gives the names of parameters and their values, each as a list of C, during the call only.
private func withParameters<Result>(
    _ parameters: [(String, String)], _ body: (CStrings, CStrings) -> Result
) -> Result {
    withCStrings(parameters.map(\.0)) { keywords in
        withCStrings(parameters.map(\.1)) { values in body(keywords, values) }
    }
}

/// Gives texts as C has them, ended by a null pointer, during the call only.
private func withCStrings<Result>(
    _ texts: [String], _ body: (CStrings) -> Result
) -> Result {
    var bytes: [CChar] = []
    var starts: [Int] = []
    for text in texts {
        starts.append(bytes.count)
        bytes += text.utf8CString
    }
    return bytes.withUnsafeBufferPointer { bytes in
        let pointers = starts.map { bytes.baseAddress?.advanced(by: $0) } + [nil]
        return pointers.withUnsafeBufferPointer { pointers in
            guard let start = pointers.baseAddress else { preconditionFailure("a list with an end has a beginning") }
            return body(start)
        }
    }
}
