import Fail2ban
import Storage
import TestSupport

extension World {
    /// Some four megabytes of bans in the mirror.
    func fillBans() async throws {
        let records = (0..<20_000).map { number in
            let text = "10.1.\(number / 250).\(number % 250)"
            let address = IPAddress(text)
            return BanRecord(
                host: "local", jail: "one", id: text, first: address?.sortable, last: address?.sortable,
                bannedAt: 1, endsAt: 2, isPermanent: false, count: 1, isEnforced: true, note: nil)
        }
        try await database.write { try $0.bans.replace(host: "local", jail: "one", with: records) }
    }
}
