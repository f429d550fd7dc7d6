/// The words of: command.
extension Text {
    static let commandCopy = Text("command.copy", "Copy")
    static let commandMany = Text("command.many", "The same by fail2ban-client, one after the other")
    static let commandOne = Text("command.one", "The same by fail2ban-client")
}
