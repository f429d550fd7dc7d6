/// The words of: time.
extension Text {
    static let timeAgo = Text("time.ago", "{0} ago")
    static let timePermanent = Text("time.permanent", "permanent")
}
