import Console
import HTTPTypes

extension Problem {
    init(recovery error: RecoveryError) {
        switch error {
        case .cooling(let until):
            self.init(
                .conflict, .recoveryCooling, "fail2ban was started a short while ago",
                "BanGUI waits until \(RFC3339.text(until)) before it starts it again. Look into its log first; an administrator may override this."
            )
        case .blocked:
            self.init(
                .conflict, .recoveryBlocked, "fail2ban dies again and again",
                "It was started too often and is not started any more. Look into its log first; an administrator may override this."
            )
        case .underWay:
            self.init(
                .conflict, .startUnderWay, "fail2ban is being started", "Wait for what comes of that.")
        case .hangs:
            self.init(
                .serviceUnavailable, .fail2banBusy, "fail2ban does not answer",
                "It is there, and busy with something long or stuck: starting it would not help. If that lasts, restart it on its machine.",
                retryAfter: 5)
        case .failed(let words):
            self.init(.conflict, .startFailed, "fail2ban was not started", words)
        }
    }
}
