import Fail2ban
import Foundation
import Geo
import Outbound
import TestSupport
import Testing

@testable import Console

struct IPAPITests {
    private let one: IPAddress
    private let two: IPAddress

    init() throws {
        one = try #require(IPAddress("8.8.4.4"))
        two = try #require(IPAddress("2606:4700::"))
    }

    private func fault(_ answer: String) -> IPAPI.Fault? {
        do throws(IPAPI.Fault) {
            _ = try IPAPI.places(Array(answer.utf8), of: [one, two])
            return nil
        } catch {
            return error
        }
    }

    @Test func `it is asked about addresses alone, and its answers are read in their order`() throws {
        let request = IPAPI().request([one, two])
        #expect(request.url == "http://ip-api.com/batch?fields=status,message,countryCode,as,query")
        #expect(String(decoding: request.body, as: UTF8.self) == #"["8.8.4.4","2606:4700::"]"#)
        #expect(request.allowsPlain && request.limits.tries == 1)
        let answer = """
            [{"query":"8.8.4.4","status":"success","countryCode":"US","as":"AS15169 Google LLC"},
             {"query":"2606:4700:0::0","status":"success","countryCode":"","as":""}]
            """
        let places = try IPAPI.places(Array(answer.utf8), of: [one, two])
        #expect(
            places == [
                GeoPlace(country: CountryCode("US"), network: GeoNetwork(number: 15_169, name: "Google LLC")),
                GeoPlace(),
            ])
    }

    @Test func `what is not an answer to what was asked is none at all`() {
        let good = #"{"query":"8.8.4.4","status":"success","countryCode":"US"}"#
        for (text, wanted) in [
            ("", IPAPI.Fault.form), ("<html>", .form), ("{}", .form), ("[1,2]", .form), (#"[{"query":[]},{}]"#, .form),
            (String(repeating: "[", count: 200_000), .form),
            ("[]", .count(asked: 2, answered: 0)), ("[\(good)]", .count(asked: 2, answered: 1)),
            ("[\(good),\(good),\(good)]", .count(asked: 2, answered: 3)), ("[\(good),\(good)]", .stranger),
            ("[\(good),{}]", .stranger), (#"[{"query":"8.8.4.4","status":"odd"},{}]"#, .form),
            (#"[{"query":"8.8.4.4","status":"fail","message":"pay first"},{}]"#, .refused("pay first")),
        ] {
            #expect(fault(text) == wanted, "\(text.prefix(80))")
        }
    }

    @Test func `hostile words are cut to a line, and what is no country or number is none`() throws {
        let name = "<b>\\u0000\\u001b[31m\\u009b\\n" + String(repeating: "x", count: 5000)
        func place(_ country: String, _ system: String) throws -> GeoPlace {
            let answer = #"[{"query":"8.8.4.4","status":"success","countryCode":"\#(country)","as":"\#(system)"}]"#
            return try #require(try IPAPI.places(Array(answer.utf8), of: [one]).first)
        }
        let network = try #require(try place("DE", "AS64500 \(name)").network)
        #expect(network.number == 64_500 && network.name.hasPrefix("<b>[31mxxx") && network.name.utf8.count <= 160)
        for country in ["", "D", "DEU", "ZZ", "<>", "\\u0000\\u0000", "ÄÖ"] {
            #expect(try place(country, "").country == nil)
        }
        for system in ["", "AS", "AS0", "AS-1 x", "ASx y", "AS4294967296 x", "64500 x", "AS64500é"] {
            #expect(try place("DE", system).network == nil, "\(system)")
        }
        let negative = #"[{"query":"8.8.4.4","status":"fail","message":"reserved range"}]"#
        #expect(try IPAPI.places(Array(negative.utf8), of: [one]) == [GeoPlace()])
    }

    @Test func `it is left alone for as long as it says, within bounds`() {
        #expect(IPAPI.rest([:]) == IPAPI.pace && IPAPI.rest(["x-rl": "3", "x-ttl": "40"]) == IPAPI.pace)
        #expect(IPAPI.rest(["x-rl": "0", "x-ttl": "40"]) == .seconds(40))
        #expect(IPAPI.rest(["x-rl": "0", "x-ttl": "0"]) == IPAPI.pace)
        #expect(IPAPI.rest(["x-rl": "0", "x-ttl": "99999"]) == .seconds(3600))
        for text in ["", "-1", "soon", "999999999999999999999"] {
            #expect(IPAPI.rest(["x-rl": "0", "x-ttl": text]) == .seconds(60), "\(text)")
        }
    }

    @Test func `only addresses of the internet are asked about, and of IPv6 the first half`() {
        func key(_ text: String) -> String? { IPAddress(text).flatMap(GeoOnline.key).map { "\($0)" } }
        #expect(key("8.8.4.4") == "8.8.4.4" && key("2606:4700:1:2:3:4:5:6") == "2606:4700:1:2::")
        for text in [
            "10.0.0.1", "127.0.0.1", "203.0.113.1", "169.254.1.1", "100.64.0.1", "fd00::1", "::1", "2001:db8::1",
        ] {
            #expect(key(text) == nil, "\(text)")
        }
    }

    @Test func `memory is bounded and keeps what is needed`() throws {
        var memory = GeoMemory(capacity: 20)
        for number in 0..<100 {
            memory.keep(IPAddress(v4: UInt32(number)), .init(place: GeoPlace(), lookedUpAt: 0, lastSeen: Int64(number)))
            _ = memory.find(IPAddress(v4: 0))
            #expect(memory.count <= 20)
        }
        #expect(memory.peek(IPAddress(v4: 0)) != nil && memory.peek(IPAddress(v4: 1)) == nil)
        #expect(memory.peek(IPAddress(v4: 99)) != nil)
        let place = GeoPlace(country: CountryCode("DE"))
        #expect(GeoMemory.Entry(place: place, lookedUpAt: 0, lastSeen: 0).isCurrent(29 * 86_400))
        #expect(!GeoMemory.Entry(place: place, lookedUpAt: 0, lastSeen: 0).isCurrent(30 * 86_400))
        #expect(!GeoMemory.Entry(place: GeoPlace(), lookedUpAt: 0, lastSeen: 0).isCurrent(7 * 86_400))
        // 2026-11-22 is of the month that began on the 1st.
        #expect(GeoMemory.Entry(place: place, lookedUpAt: 1_795_350_000, lastSeen: 0).askedIn == 1_793_491_200)
    }
}
