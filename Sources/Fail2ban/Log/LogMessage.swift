/// What one line of the daemon's log tells, of the kinds that BanGUI knows (fail2ban `server/*.py`, 0.11 to 1.1).
public enum LogMessage: Hashable, Sendable {
    /// `Found ID - 2026-11-21 04:05:06`: a failure, with the time that its own line bears in the daemon's zone.
    case found(BanID, failedAt: LocalTime?)
    /// `Found …, bad - …`: the found before it, told again because it raised a counter; no failure of its own.
    case foundAgain(BanID)
    /// `Attempt …`: failures counted by `set JAIL attempt`.
    case attempt(BanID)
    /// `Ban ID`.
    case ban(BanID)
    /// `Restore Ban ID`: a ban that comes back after a start.
    case restore(BanID)
    /// `Increase Ban ID (COUNT # TIME -> END)`: amends the ban it belongs to; `seconds` is -1 for ever.
    case increase(BanID, count: Int, seconds: Int64)
    /// `Reban ID`: an action ran again, since its check failed.
    case reban(BanID)
    /// `Unban ID`: by a person, an expiry or, before 1.1.1, a jail that stops.
    case unban(BanID)
    /// `Repeal Ban ID` (from 1.1.1): the jail stops, and the ban comes back when it starts.
    case repeal(BanID)
    /// `Ignore ID by REASON`; `expired bantime` is none of them.
    case ignore(BanID, reason: String)
    /// `ID already banned`: counts on the ban.
    case alreadyBanned(BanID)
    /// `Flush ticket(s) with ACTION`: bans leave the firewall together.
    case flush
    /// `Jail 'NAME' started`.
    case jailStarted
    /// `Jail 'NAME' stopped`.
    case jailStopped
    /// `Failed to execute ban jail 'NAME' action 'ACTION' …`: the ban is listed and not enforced.
    case banFailed(BanID, reason: String)
    /// The same for an unban: the firewall may still hold it.
    case unbanFailed(BanID, reason: String)
    /// `Starting Fail2ban vVERSION`.
    case daemonStarting(version: String)
    /// `Shutdown in progress...`: what is unbanned from here on to `daemonStopped` comes back.
    case daemonStopping
    /// `Exiting Fail2ban`.
    case daemonStopped
}
