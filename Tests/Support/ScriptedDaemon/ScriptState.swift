import Foundation

/// What the threads of a scripted daemon share.
final class ScriptState: @unchecked Sendable {
    // Unchecked: everything is only touched under `lock`.
    private let lock = NSLock()
    private var open: Set<Int32> = []
    private var isStopped = false
    private var isAccepting = false
    private var taken = 0
    private var received: [[UInt8]] = []

    var connections: Int { lock.withLock { taken } }
    var requests: [[UInt8]] { lock.withLock { received } }

    /// Notes a connection; false when the daemon was stopped.
    func opened(_ connection: Int32) -> Bool {
        lock.withLock {
            guard !isStopped else {
                Foundation.close(connection)
                return false
            }
            taken += 1
            open.insert(connection)
            return true
        }
    }

    /// Notes a request and gives its number.
    func received(_ request: [UInt8]) -> Int {
        lock.withLock {
            received.append(request)
            return received.count - 1
        }
    }

    func closed(_ connection: Int32) {
        lock.withLock {
            guard open.remove(connection) != nil else { return }
            // A program that a test started meanwhile may hold a copy: only this ends the connection for all.
            shutdown(connection, Int32(SHUT_RDWR))
            Foundation.close(connection)
        }
    }

    /// Notes that a thread takes connections from the listening socket, and closes it when it ends.
    func beginsAccepting() { lock.withLock { isAccepting = true } }

    /// Ends all: threads that wait in a call on a descriptor wake from `shutdown`, and close it themselves, because
    /// its number could be another's before they notice.
    func close(_ listener: Int32) {
        lock.withLock {
            guard !isStopped else { return }
            isStopped = true
            shutdown(listener, Int32(SHUT_RDWR))
            if !isAccepting { Foundation.close(listener) }
            for connection in open { shutdown(connection, Int32(SHUT_RDWR)) }
        }
    }
}
