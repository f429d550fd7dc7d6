import Console

extension RecoveryView {
    /// How it stands now; nil where the database does not tell it in time.
    init?(_ visit: Visit) async {
        guard let report = await visit.console.recoveryReport() else { return nil }
        let principal = visit.signedIn.principal
        self.init(
            report: report, history: (try? await visit.console.guarding.recovery.history(limit: 10)) ?? [],
            mayStart: principal.may(.startDaemon), mayOverride: principal.may(.overrideRecovery))
    }
}
