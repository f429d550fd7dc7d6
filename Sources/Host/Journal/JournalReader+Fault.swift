extension JournalReader {
    /// Why fail2ban's entries cannot be read, found out by looking for the newest; nil where one was found. It blocks its
    /// thread.
    func fault(users: Set<UInt32>, isCancelled: () -> Bool = { false }) -> BlindSpot.JournalFault? {
        guard let path = program.path else { return .missing }
        var complaint = ""
        var hasEntry = false
        let end = JournalRun.run(
            program.arguments(path, ["--lines=1"], users: users), patience: patience, isCancelled: isCancelled,
            complaint: &complaint
        ) { _ in
            hasEntry = true
            return true
        }
        if Self.refusals.contains(where: { complaint.utf8.contains($0.utf8) }) { return .notPermitted }
        if case .failed(let reason) = end { return .failed(reason) }
        return hasEntry ? nil : .empty
    }

    /// What `journalctl` says to whom it shows only a part (systemd `journal-util.c`).
    private static let refusals = ["insufficient permissions", "not seeing messages from other users"]
}

extension Sequence<UInt8> {
    /// Whether the bytes of `text` stand in it.
    fileprivate func contains(_ text: String.UTF8View) -> Bool {
        let (bytes, text) = (Array(self), Array(text))
        guard bytes.count >= text.count else { return false }
        return (0...bytes.count - text.count).contains { bytes[$0..<$0 + text.count].elementsEqual(text) }
    }
}
