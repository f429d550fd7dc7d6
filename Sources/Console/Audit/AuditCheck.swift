public import Logging

extension BackgroundTask {
    /// Checks the whole audit log at the start and then every ten minutes, once a day where it is long.
    public static func auditCheck(_ log: AuditLog, logger: Logger) -> BackgroundTask {
        BackgroundTask(.auditCheck, schedule: { .auditCheck(entries: log.lastReport?.entries ?? 0) }) { _ in
            let report = try await log.verify()
            if let fault = report.fault {
                logger.critical("the audit log was tampered with", metadata: ["fault": "\(fault)"])
                throw TaskFault("\(fault)")
            }
            return .done("\(report.entries) entries are unbroken.")
        }
    }
}

extension TaskSchedule {
    /// How often a log of so many entries is checked: 20,000 take a fifth of a second.
    static func auditCheck(entries: Int64) -> TaskSchedule {
        entries <= 20_000 ? TaskName.auditCheck.usualSchedule : .every(seconds: 86_400)
    }
}
