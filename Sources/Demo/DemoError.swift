/// Why the private demo fail2ban could not be made ready. `description` says what to do about it.
public enum DemoError: Error, Equatable, Sendable {
    /// fail2ban's configuration cannot hold this path (white space, `%`, a quote, or a wildcard).
    case unsuitableFolder(String)
    /// A file or folder could not be written: the path, and the system's words.
    case notWritable(path: String, reason: String)
    /// A program that is needed is not there.
    case missingProgram(String)
    /// The package could not be had: what the package client said, last lines.
    case downloadFailed(String)
    /// The package could not be unpacked, or is not what it should be.
    case unpackFailed(String)
    /// The daemon ended, or did not answer in time: its last words.
    case didNotStart(String)
    /// The task was cancelled before the daemon answered; nothing is left running.
    case cancelled
}

extension DemoError: CustomStringConvertible {
    /// What went wrong and what to do, for a person.
    public var description: String {
        switch self {
        case .unsuitableFolder(let path):
            "The demo cannot live in '\(path)': fail2ban reads blanks, quotes, % and wildcards in paths as its own "
                + "syntax. Choose another --data-dir."
        case .notWritable(let path, let reason):
            "The demo could not write '\(path)': \(reason)."
        case .missingProgram("apt-get"), .missingProgram("dpkg-deb"):
            "The demo takes fail2ban from Debian's packages, and this machine has no apt. Start fail2ban yourself and "
                + "name its socket with --fail2ban-socket."
        case .missingProgram(let program):
            "The demo needs \(program). On Debian: sudo apt-get install python3"
        case .downloadFailed(let words):
            "The package fail2ban could not be downloaded: \(words)\nIf the machine is online: sudo apt-get update, "
                + "then start again. If not: put fail2ban_*.deb into the demo's folder and start again."
        case .unpackFailed(let words):
            "The package fail2ban could not be unpacked: \(words)\nRemove the demo's folder and start again."
        case .didNotStart(let words):
            "The demo's fail2ban did not start. Its last words: \(words)"
        case .cancelled:
            "The start of the demo was cancelled."
        }
    }
}
