import Fail2ban
import Console
import Geo

/// The page of one address or network.
struct AddressView: Sendable {
    var picture: AddressPicture
    var lines: AddressLines
    /// Where the page of lines begins; nil for the first.
    var cursor: String?
    /// The same in fail2ban's own words: what lifts its bans, or what would ban it.
    var commands: [String]
    /// Since when nothing could be refreshed, in UTC epoch seconds; nil when fresh.
    var staleSince: Int64?
    /// Whether fail2ban does not answer.
    var isDown: Bool
    /// Where it is and was.
    var origins = AddressOrigins()
    /// Whose data tells that.
    var credits: [GeoCredit] = []
    /// What DNS called it; nil where nobody asked of late.
    var name: AddressName?
    /// Whether the reader may ask.
    var mayAskName = false

    /// Whether it is one address, which may have a name.
    var canBeNamed: Bool { picture.id.network?.isSingle ?? false }
    /// Whom it is about.
    var text: String { picture.id.text }
    /// Whether there is nothing to tell: of a network not even of what is inside it.
    var isEmpty: Bool {
        picture.isUnknown && !(picture.neighbourhood.map { $0.isOwn && $0.total > 0 } ?? false)
    }
    /// Whether it can be banned.
    var canBeBanned: Bool { picture.id.network.map { $0.length > 0 } ?? false }
}
