/// The words of: notice.
extension Text {
    static let noticeCsrfDetail = Text(
        "notice.csrf.detail",
        "The check against cross-site requests does not refuse anything yet. It will by itself at ")
    static let noticeCsrfTitle = Text("notice.csrf.title", "Forged requests are only reported")
    static let noticePlainDetail = Text(
        "notice.plain.detail",
        "Cookies are not Secure: for this machine only."
    )
    static let noticePlainTitle = Text("notice.plain.title", "Plain http")
}
