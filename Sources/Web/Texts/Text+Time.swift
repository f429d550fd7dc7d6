/// The words of: time.
extension Text {
    static let timeAgo = Text("time.ago", "{0} ago")
    static let timeLeft = Text("time.left", "{0} left")
    static let timeOver = Text("time.over", "over")
    static let timePermanent = Text("time.permanent", "permanent")
}
