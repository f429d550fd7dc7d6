import Console
import Host

/// Whether `bangui serve` may run as root: whoever takes over a process that faces the network has what it has.
enum RootRule {
    /// Why root may; nil where nobody said so.
    enum Leave {
        /// `--single-process`, or the demo.
        case told
        /// A fail2ban that is not the machine's own was named: something is tried out.
        case privateFail2ban
    }

    /// Stops a start as root that nobody asked for.
    static func check(_ configuration: Configuration, isDemo: Bool, isRoot: Bool) throws {
        guard isRoot, leave(configuration, isDemo: isDemo) == nil else { return }
        throw Failure(
            .configuration,
            "bangui serve does not run as root: whoever took it over would be root. Install it with its agent (sudo "
                + "./install), or run it as an ordinary user beside “bangui agent” (--agent-socket). To try it out in one "
                + "process all the same: --single-process")
    }

    /// What to say at a start as root.
    static let warning =
        "single process: this runs as root, and whoever takes over the web part is root; for trying out only"

    private static func leave(_ configuration: Configuration, isDemo: Bool) -> Leave? {
        if configuration.isSingleProcess || isDemo { return .told }
        let isNamed = configuration.origins[.fail2banSocket]?.isFixed == true
        return isNamed && !LocalHost.usualSockets.contains(configuration.fail2banSocket) ? .privateFail2ban : nil
    }
}
