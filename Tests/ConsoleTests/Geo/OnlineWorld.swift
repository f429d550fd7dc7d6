import Fail2ban
import Foundation
import Geo
import Host
import Logging
import Outbound
import Storage
import Synchronization
import TestSupport

@testable import Console

/// A server that answers as ip-api.com does, or as a test has it misbehave.
final class StandIn: Sendable {
    /// How it answers a request about some addresses: the head's first line with more fields, and a body; nil to say nothing.
    typealias Answer = @Sendable ([String]) -> (head: String, body: String)?

    private let answer: Mutex<Answer>
    private let little: Mutex<LittleServer?>

    init() throws {
        answer = Mutex(Self.sound)
        little = Mutex(nil)
        let server = try LittleServer { [self] request in
            guard let (head, body) = answer.withLock({ $0 })(Self.addresses(in: request)) else { return nil }
            let text = "HTTP/1.1 \(head)\r\nContent-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n\(body)"
            return Array(text.utf8)
        }
        little.withLock { $0 = server }
    }

    var origin: String { "http://127.0.0.1:\(little.withLock { $0?.port ?? 0 })" }
    /// The addresses that it was asked about, request by request.
    var asked: [[String]] { (little.withLock { $0 }?.asked ?? []).map(Self.addresses) }
    func behave(_ other: @escaping Answer) { answer.withLock { $0 = other } }
    func close() { little.withLock { $0 }?.close() }

    /// Says of every address but those of 9.9.9.0/24 that it is in Sweden.
    static let sound: Answer = { addresses in ("200 OK\r\nX-Rl: 14\r\nX-Ttl: 60", body(addresses)) }

    static func body(_ addresses: [String], country: String = "SE") -> String {
        let answers = addresses.map { address in
            address.hasPrefix("9.9.9.")
                ? #"{"query":"\#(address)","status":"fail","message":"reserved range"}"#
                : #"{"query":"\#(address)","status":"success","countryCode":"\#(country)","as":"AS64500 Näm <b>"}"#
        }
        return "[" + answers.joined(separator: ",") + "]"
    }

    private static func addresses(in request: String) -> [String] {
        let body = request.components(separatedBy: "\r\n\r\n").last ?? ""
        return (try? JSONDecoder().decode([String].self, from: Data(body.utf8))) ?? []
    }
}

/// A desk with a service, a database, and clocks that a test moves.
final class OnlineWorld: Sendable {
    let pad: Pad
    let server: StandIn
    let clock: TestClock
    let desk: GeoDesk
    let asking: GeoAsking
    let walk: GeoWalk
    let time: SleptTime
    private let fetched: GeoFolder

    /// - Parameter earlier: what another life of the server left.
    init(agreed: Bool = true, service: GeoService = .ipAPI, after earlier: OnlineWorld? = nil) throws {
        let pad = try earlier?.pad ?? Pad()
        let server = try earlier?.server ?? StandIn()
        (self.pad, self.server) = (pad, server)
        let fetched = GeoFolder(DataDirectory(path: pad.folder.file("data")))
        let (slept, clock) = (SleptTime(), TestClock())
        let desk = GeoDesk(
            GeoSearch(named: [], folders: [pad.folder.file("lib")], fetched: fetched, tables: []), copies: nil,
            online: GeoOnline(service, now: clock.now), now: clock.now, logger: .dropping)
        let walk = GeoWalk(pad.database, desk: desk) { _ in }
        (self.fetched, time, self.clock, self.desk, self.walk) = (fetched, slept, clock, desk, walk)
        var api = IPAPI(origin: server.origin)
        api.total = .milliseconds(500)
        asking = GeoAsking(
            desk.online, database: pad.database,
            outbound: Outbound(
                allowed: [IPNetwork("127.0.0.1")].compactMap { $0 }, authorities: nil, logger: .dropping),
            api: api, walk: walk, uptime: slept.now, sleep: { slept.add($0) })
        if agreed { try agree() }
        desk.lookNow()
    }

    func agree() throws {
        try fetched.prepare()
        var record = GeoRecord.read(fetched)
        record.online = .init(pieces: ["ip-api.com"], at: 1, by: "root")
        try record.write(fetched)
    }

    /// Has a file say of an address in which country it is.
    func put(_ country: String, of prefix: [UInt8]) throws {
        try GeoFiles.database(
            [(prefix, .map([("country", .map([("iso_code", .text(country))]))]))], type: "GeoLite2-Country"
        ).put(pad.folder.file("lib/country.mmdb"))
        desk.lookNow()
    }

    /// Takes in a ban of each address, at seconds that no other call has.
    func ban(_ addresses: String..., at second: Double) async throws {
        var script = Script()
        script.say(second, "a", .jailStarted)
        for (index, address) in addresses.enumerated() {
            script.say(second + Double(index + 1) / 10, "a", .ban(BanID(reading: address)))
        }
        let generation = [UInt8](repeating: UInt8(Int(second) % 250), count: 16)
        let lines = script.lines.map { line in
            LogObservation(
                generation: generation, offset: line.offset, end: line.end, time: line.time, utcOffset: line.utcOffset,
                jail: line.jail, message: line.message)
        }
        try await pad.take(lines, origins: OriginFinder(desk))
    }

    /// Each banned address with its country: `-` where nothing was looked for, `?` where nobody knew.
    func countries() async throws -> [String] {
        try await pad.events().compactMap { event in
            guard let id = event.banID else { return nil }
            return "\(id) \(event.origin.map { $0.country?.code ?? "?" } ?? "-")"
        }
    }

    @discardableResult
    func round() async throws -> TaskOutcome { try await asking.run(TaskContext()) }
}

/// A clock that goes on when someone sleeps.
final class SleptTime: Sendable {
    private let start = ContinuousClock.now
    private let passed = Mutex(Duration.zero)

    var now: @Sendable () -> ContinuousClock.Instant { { self.start + self.passed.withLock { $0 } } }
    var sum: Duration { passed.withLock { $0 } }
    func add(_ time: Duration) { passed.withLock { $0 += time } }
}
