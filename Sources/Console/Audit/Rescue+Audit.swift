internal import Fail2ban

extension Rescue.Report {
    /// What the audit log tells of a rescue; nil where nothing was lifted.
    public var auditEvent: AuditEvent? {
        guard !lifted.isEmpty else { return nil }
        return AuditEvent(
            .unban, subject: AuditText.list(lifted.map(\.id.text)),
            jail: AuditText.list(Set(lifted.map(\.jail.text)).sorted()), after: "not banned",
            detail: "bangui unban --self")
    }
}
