import Fail2ban
import Host

extension Bans {
    /// A picture with its own bans as fail2ban has them now, which it tells by a question for each jail. For a program that
    /// runs for a moment: nothing is stored, and the end of a ban that no server saw is unknown.
    public func asOfNow(_ picture: AddressPicture) async throws -> AddressPicture {
        guard picture.id.isReachable else { return picture }
        var picture = picture
        let known = Dictionary(picture.bans.map { ($0.jail, $0) }, uniquingKeysWith: { first, _ in first })
        picture.bans = []
        for jail in board.status.jails.map(\.name) where jail.isReachable {
            guard try await standing([picture.id], in: jail).first == true else { continue }
            picture.bans.append(
                known[jail.text]
                    ?? BanEntry(
                        host: host.id.text, jail: jail.text, id: picture.id.text, end: .unknown, endsBy: .fail2ban))
        }
        picture.timeline?.close(besides: Set(picture.bans.map(\.jail)))
        return picture
    }
}

extension AddressTimeline {
    /// Ends what is in force in other jails than these: how and when, nobody told.
    fileprivate mutating func close(besides jails: Set<String>) {
        for lane in lanes.indices where !jails.contains(lanes[lane].jail) {
            for span in lanes[lane].spans.indices where lanes[lane].spans[span].isInForce {
                (lanes[lane].spans[span].isInForce, lanes[lane].spans[span].ending) = (false, .unknown)
            }
        }
    }
}
