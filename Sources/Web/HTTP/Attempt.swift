import Console
import Synchronization

/// To whom or what a request would do something, as far as it was read when it failed.
final class Attempt: Sendable {
    /// What the audit log tells of it.
    struct Target: Equatable, Sendable {
        var subject: String?
        var jail: String?
    }

    private let held = Mutex(Target())
    private let fields = Mutex<FormFields?>(nil)

    /// What was entered in the form that was sent; nil where none was.
    var form: FormFields? { fields.withLock { $0 } }

    /// Notes what was entered.
    func note(_ form: FormFields) { fields.withLock { $0 = form } }

    /// What is known of it.
    var target: Target { held.withLock { $0 } }

    /// Notes addresses and jails; none at all means every jail.
    func note(_ addresses: [String], in jails: [String]) {
        held.withLock { $0 = Target(subject: AuditText.list(addresses), jail: AuditText.list(jails)) }
    }
}
