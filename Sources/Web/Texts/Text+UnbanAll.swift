/// The words of: unbanning everything under a filter.
extension Text {
    static let unbanAllConfirm = Text("unban.all.confirm", "Type the number {0} to confirm")
    static let unbanAllEmpty = Text("unban.all.empty", "Nothing matches any more")
    static let unbanAllEmptyDetail = Text("unban.all.empty.detail", "The bans under this filter have ended.")
    static let unbanAllGrown = Text(
        "unban.all.grown", "There are more now than you were shown; look again before you go on.")
    static let unbanAllLead = Text(
        "unban.all.lead", "These leave the firewall at once. You can undo it for 10 minutes.")
    static let unbanAllMore = Text("unban.all.more", "and {0} more")
    static let unbanAllSubmit = Text("unban.all.submit", "Unban all {0}")
    static let unbanAllTitle = Text("unban.all.title", "Unban {0} bans")
    static let unbanAllTooMany = Text(
        "unban.all.too.many", "At most {0} bans can be lifted at once: narrow the filter.")
    static let unbanAllWrong = Text("unban.all.wrong", "This is not the number {0}.")
}
