import Fail2ban
import Foundation
import Geo
import Host
import Logging
import Storage
import TestSupport
import Testing

@testable import Console

struct GeoPlacesTests {
    private let folder: TemporaryFolder
    private let desk: GeoDesk

    init() throws {
        folder = try TemporaryFolder()
        desk = GeoDesk(
            GeoSearch(named: [], folders: [folder.file("lib")], fetched: nil, tables: []), copies: nil, now: { 0 },
            logger: .dropping)
    }

    /// Has every address of 192.0.2.0/24 be in a country.
    private func tell(_ code: String) throws {
        try GeoFiles.database(
            [([192, 0, 2], .map([("country", .map([("iso_code", .text(code))]))]))], type: "GeoLite2-Country"
        ).put(folder.file("lib/country.mmdb"))
        desk.lookNow()
    }

    private func countries(_ pad: Pad) async throws -> [String?] {
        try await pad.events().map { $0.origin?.country?.code }
    }

    @Test func `events that came before any data get a country once there is some, and keep it`() async throws {
        let pad = try Pad()
        var script = Script()
        script.say(0, "a", .jailStarted)
        script.say(1, "a", .found(.eve, failedAt: nil))
        script.say(2, "a", .ban(.mallory))
        try await pad.take(script.lines)
        let task = BackgroundTask.geoPlaces(GeoWalk(pad.database, desk: desk) { _ in })
        let moment = TaskMoment(now: 0, hour: 0, isCutOff: false)
        #expect(try await task.look(moment) == .nothing)
        try tell("DE")
        #expect(try await task.look(moment) == .work)
        #expect(try await task.run(TaskContext()) == .done("Found where the addresses of 2 events are."))
        #expect(try await countries(pad) == [nil, "DE", "DE"])
        // Nothing is left, and what has one keeps it whatever the data says now.
        #expect(try await task.look(moment) == .nothing)
        try tell("FR")
        script.say(3, "a", .found(.eve, failedAt: nil))
        try await pad.take(script.lines)
        #expect(try await task.look(moment) == .work)
        #expect(try await task.run(TaskContext()).hasDone)
        #expect(try await countries(pad) == [nil, "DE", "DE", "FR"])
    }

    @Test func `events of the first moments after a start do not wait for the task's time`() async throws {
        let pad = try Pad()
        var script = Script()
        script.say(1, "a", .ban(.mallory))
        try await pad.take(script.lines, origins: OriginFinder(desk))
        let task = BackgroundTask.geoPlaces(GeoWalk(pad.database, desk: desk) { _ in })
        let isCalledFor = try #require(task.isCalledFor)
        #expect(try await !isCalledFor())
        try tell("DE")
        #expect(try await isCalledFor())
        #expect(try await task.run(TaskContext()).hasDone)
        #expect(try await countries(pad) == ["DE"])
        #expect(try await !isCalledFor())
    }

    @Test func `a run that is to stop leaves the rest for the next`() async throws {
        let pad = try Pad()
        var script = Script()
        for number in 0..<1200 { script.say(Double(number), "a", .found(.eve, failedAt: nil)) }
        try await pad.take(script.lines)
        try tell("DE")
        let task = BackgroundTask.geoPlaces(
            GeoWalk(pad.database, desk: desk) { _ in throw CancellationError() })
        #expect(try await !task.run(TaskContext()).isWhole)
        let calm = BackgroundTask.geoPlaces(GeoWalk(pad.database, desk: desk) { _ in })
        #expect(try await calm.run(TaskContext()) == .done("Found where the addresses of 700 events are."))
    }
}

struct GeoUpdateScheduleTests {
    private static let month = GeoOrigins([.countries: "https://a.example/{month}", .table: "https://a.example/t"])
    /// 2026-11-22.
    private static let now: Int64 = 1_795_350_000

    private func record(_ url: String, _ piece: GeoPiece, age: Int64 = 0, triedAgo: Int64? = nil) -> GeoRecord {
        var record = GeoRecord()
        record.consent = .init(pieces: [piece.rawValue], at: 86_400, by: "root")
        record.held[piece.rawValue] = .init(url: url, at: Self.now - age)
        record.triedAt = triedAgo.map { Self.now - $0 }
        return record
    }

    private func due(_ record: GeoRecord, at moment: Int64 = now) -> [GeoPiece] { record.due(Self.month, at: moment) }

    @Test func `the data of a month is due in the next, some days after it began`() {
        let november = record("https://a.example/2026-11", .countries)
        #expect(due(november).isEmpty)
        // 2026-12-01 and 2026-12-05.
        #expect(due(november, at: 1_796_083_200 + 3600).isEmpty)
        #expect(due(november, at: 1_796_083_200 + 4 * 86_400) == [.countries])
        #expect(due(record("https://a.example/2026-10", .countries)) == [.countries])
        // Another mirror was named since.
        #expect(due(record("https://b.example/2026-11", .countries)) == [.countries])
    }

    @Test func `what has no month is due after thirty days, and nothing sooner than a day after a try`() {
        #expect(due(record("https://a.example/t", .table, age: 29 * 86_400)).isEmpty)
        #expect(due(record("https://a.example/t", .table, age: 31 * 86_400)) == [.table])
        #expect(due(record("https://a.example/t", .table, age: 31 * 86_400, triedAgo: 3600)).isEmpty)
        var nobody = record("https://a.example/t", .table, age: 31 * 86_400)
        nobody.consent = nil
        #expect(due(nobody).isEmpty)
    }

    @Test func `months are counted over the end of a year`() {
        #expect(GeoOrigins.monthText(1_767_225_600) == "2026-01")
        #expect(GeoOrigins.monthText(1_767_225_600, shifted: -1) == "2025-12")
    }
}
