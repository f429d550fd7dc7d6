import Console
import Glibc
import Web

/// What was done, for a terminal.
enum OperationText {
    static func show(_ record: OperationRecord, json: Bool) {
        if json { return Output.json(OperationJSON.body(record)) }
        for item in record.items { Output.line(line(item, of: record)) }
    }

    /// One part of it: jail, what it was done to, result and reason.
    static func line(_ item: OperationRecord.Item, of record: OperationRecord) -> String {
        let detail = item.detail.map { " (\(Output.inert($0)))" } ?? ""
        let subject = item.subject.isEmpty ? record.kind.rawValue : Output.inert(item.subject)
        return "\(Output.inert(item.jail))  \(subject)  \(item.result.rawValue)\(detail)"
    }

    /// Fails when any part was refused, is not known to have been done, or is not enforced.
    static func check(_ record: OperationRecord) throws {
        let results = Swift.Set(record.items.map(\.result))
        if results.contains(.refused) { throw Failure(.conflict, "Not everything was done.") }
        if results.contains(.unknown) { throw Failure(.timedOut, "fail2ban did not confirm everything.") }
        if results.contains(.notEnforced) {
            throw Failure(.failed, "fail2ban lists what was banned, but an action of it failed: not all is enforced.")
        }
    }
}

extension Author {
    /// Whoever types: the system's user as whom the program was started.
    static let commandLine: Author = {
        let name = getpwuid(getuid()).map { String(cString: $0.pointee.pw_name) }
        return Author(name: name ?? "uid \(getuid())", origin: .cli)
    }()
}
