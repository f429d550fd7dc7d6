import Console

extension Failure {
    /// Why fail2ban was not started.
    init(recovery error: RecoveryError) {
        let way = "Look into its log; then: bangui daemon start --override --acknowledge --reason TEXT"
        switch error {
        case .cooling: self.init(.conflict, "fail2ban was started a short while ago, and died again. \(way)")
        case .blocked: self.init(.conflict, "fail2ban dies again and again, and is not started any more. \(way)")
        case .underWay: self.init(.conflict, "fail2ban is being started already.")
        case .hangs:
            self.init(
                .timedOut, "fail2ban is there and does not answer: it is busy with something long, or stuck.")
        case .failed(let words): self.init(.failed, "fail2ban was not started: \(words)")
        }
    }
}
