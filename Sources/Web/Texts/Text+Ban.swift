/// The words of: ban.
extension Text {
    static let banAddresses = Text("ban.addresses", "Addresses and networks")
    static let banAddressesHint = Text(
        "ban.addresses.hint",
        "One to a line, such as 203.0.113.7, 2001:db8::/48. A network is banned on trial for 60 seconds until you confirm it."
    )
    static let banCancel = Text("ban.cancel", "Cancel")
    static let banConfirm = Text("ban.confirm", "If you mean it, type {0} here and press Ban again")
    static let banConfirmHint = Text(
        "ban.confirm.hint", "What is not typed here in full is not banned; all else in the form is as you left it.")
    static let banConfirmMany = Text(
        "ban.confirm.many", "Type those that you mean here, out of {0}, and press Ban again")
    static let banDuration = Text("ban.duration", "For how long")
    static let banDurationHint = Text(
        "ban.duration.hint",
        "Such as 10m, 1h, 2d or permanent: BanGUI ends or renews the ban. Empty: as long as the jail bans.")
    static let banJails = Text("ban.jails", "In which jails")
    static let banLead = Text("ban.lead", "Through fail2ban, so that its actions and its own memory apply.")
    static let banReason = Text("ban.reason", "Reason")
    static let banReasonHint = Text("ban.reason.hint", "Kept with the ban for those who read it later.")
    static let banRefused = Text("ban.refused", "Not banned: this is protected, because banning it could lock you out")
    static let banSubmit = Text("ban.submit", "Ban")
    static let banTitle = Text("ban.title", "Ban addresses")
}
