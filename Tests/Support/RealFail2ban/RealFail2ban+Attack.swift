extension RealFail2ban {
    /// Attacks until the jail has banned the address once more, for tests whose bans end soon: fail2ban makes none of a
    /// ban that is over by the time of its failures before it comes to it, as happens on a busy machine.
    ///
    /// - Parameter log: the file of the folder in which the daemon's words are, `output` where it logs to STDOUT.
    public func attackUntilBanned(
        from address: String, on jail: String, times: Int = 3, log: String = "fail2ban.log"
    ) async throws {
        func count(_ words: String) -> Int {
            folder.read(log).split(separator: "\n").count { $0.hasSuffix("[\(jail)] \(words)") }
        }
        let (ban, miss) = ("Ban \(address)", "Ignore \(address), expired bantime")
        let bans = count(ban)
        for _ in 1...20 {
            let misses = count(miss)
            attack(from: address, on: jail, times: times)
            guard await eventually({ count(ban) > bans || count(miss) > misses }) else { break }
            if count(ban) > bans { return }
        }
        throw HarnessError.notReady("\(jail) does not ban \(address): \(folder.read(log).suffix(2000))")
    }
}
