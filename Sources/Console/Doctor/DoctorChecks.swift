extension Doctor {
    static let fail2banChecks = SocketChecks.all + VersionChecks.all + DaemonRecordChecks.all + TreeChecks.all
    static let jailChecks = JailChecks.all
    static let machineChecks = MachineChecks.all
    static let dataChecks = DataChecks.all + GeoChecks.all
    static let databaseChecks = DatabaseChecks.all
    static let consoleChecks =
        ConsoleChecks.all + AgentChecks.all + AuditChecks.all + TaskChecks.all + RecoveryChecks.all
}
