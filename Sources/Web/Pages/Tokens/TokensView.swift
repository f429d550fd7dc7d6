/// One's own tokens for programs, and the form for a new one.
struct TokensView: Sendable {
    var tokens: [TokenRow] = []
    var form = Form()
    /// The one that was just made.
    var made: Made?

    /// A token.
    struct TokenRow: Sendable {
        var id: Int64
        var name: String
        /// The words of its scopes, in order.
        var scopes: [String]
        /// UTC epoch seconds.
        var made: Int64
        var ends: Int64
        var isExpired: Bool
        /// Nil for never.
        var used: Int64?
        var address: String?
    }

    /// A token that can be read this once.
    struct Made: Sendable {
        var name: String
        var text: String
        /// How a program sends it.
        var example: String
    }

    /// The form, as it was filled in.
    struct Form: Sendable {
        var name = ""
        var scopes = ["read"]
        var days = 90
        var nameError: String?
        var scopesError: String?
        var daysError: String?
        var passwordError: String?
        /// What can be chosen: a word of the API and what it means.
        var choices: [(word: String, words: Text)] = []
        /// Days that can be chosen.
        var lifetimes = [7, 30, 90, 180, 365]
    }
}
