/// The words of: what was just done.
extension Text {
    static let didBan = Text("did.ban", "Banned {0}")
    static let didChange = Text("did.change", "Changed {0}")
    static let didEntries = Text("did.entries", "{0} entries")
    static let didIgnore = Text("did.ignore", "Ignoring {0}")
    static let didIn = Text("did.in", "{0} in {1}")
    static let didMore = Text("did.more", "{0} and {1} more")
    static let didNothing = Text("did.nothing", "Nothing was changed.")
    static let didReload = Text("did.reload", "Reloaded {0}")
    static let didStart = Text("did.start", "Started {0}")
    static let didStop = Text("did.stop", "Stopped {0}")
    static let didUnban = Text("did.unban", "Unbanned {0}")
    static let didUndo = Text("did.undo", "Undone: {0}")
    static let didUnignore = Text("did.unignore", "No longer ignoring {0}")
}
