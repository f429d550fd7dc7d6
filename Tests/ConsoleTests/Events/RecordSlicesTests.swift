import Fail2ban
import Host
import Testing

@testable import Console

struct RecordSlicesTests {
    @Test func `records go in parts, those of one id together and in the order of time`() {
        // Ten ids are banned again and again, and one of them in two jails.
        var records = (0..<100).map { RecordedBan.of(BanID(reading: "192.0.2.\($0 % 10)"), at: Int64($0)) }
        records.append(.of(BanID(reading: "192.0.2.1"), at: 100, jail: "b"))
        var slices = RecordSlices(records)
        var parts: [[RecordedBan]] = []
        while let part = slices.next(15) { parts.append(part) }
        #expect(slices.isEmpty && parts.map(\.count) == [20, 20, 20, 20, 20, 1])
        #expect(parts.allSatisfy { part in part.map(\.bannedAt) == part.map(\.bannedAt).sorted() })
        let subjects = parts.map { Set($0.map(\.key.subject)) }
        #expect(subjects.map(\.count) == [2, 2, 2, 2, 2, 1] && Set(subjects.joined()).count == 11)
        var none = RecordSlices([])
        #expect(none.next(10) == nil)
    }
}
