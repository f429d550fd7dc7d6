import CZlib
import TestSupport
import Testing

@testable import Web

@Suite struct CompressionTests {
    private let packed = [("Accept-Encoding", "br, gzip")]

    @Test func `a page that our own page or the person asks for comes packed`() async throws {
        try await World.with { world in
            for site in ["same-origin", "none"] {
                let reply = try await world.client.send("GET", "/login", packed + [("Sec-Fetch-Site", site)])
                #expect(reply["content-encoding"] == "gzip" && reply["vary"] == "Accept-Encoding, Sec-Fetch-Site")
                #expect(reply.body.count < 4_000)
                let text = try #require(unpacked(reply.body))
                #expect(text.hasPrefix("<!doctype html>") && text.hasSuffix("</html>"), "\(text.suffix(80))")
            }
        }
    }

    /// The size of a packed page would tell who can make others' browsers ask for it what the form token in it is.
    @Test(arguments: ["cross-site", "same-site", nil])
    func `a page that anyone else may have asked for comes as it is`(site: String?) async throws {
        try await World.with { world in
            let reply = try await world.client.send(
                "GET", "/login", packed + (site.map { [("Sec-Fetch-Site", $0)] } ?? []))
            #expect(reply["content-encoding"] == nil && reply.text.hasPrefix("<!doctype html>"))
        }
    }

    @Test func `what is no page, what is short and who takes no gzip is left alone`() async throws {
        try await World.with { world in
            let here = ("Sec-Fetch-Site", "none")
            let ada = try await world.visitor()
            #expect(try await ada.get("/api/bans", packed + [here])["content-encoding"] == nil)
            #expect(try await ada.get("/bans/export.csv", packed + [here])["content-encoding"] == nil)
            for codings in ["identity", "br", "gzip;q=0", "gzip; q=0.000", "*", "xgzip", "gzip;q=none"] {
                let reply = try await world.client.send("GET", "/login", [here, ("Accept-Encoding", codings)])
                #expect(reply["content-encoding"] == nil, "\(codings)")
            }
            for codings in ["GZIP", "br;q=1.0, gzip;q=0.8", "deflate,gzip ; q=0.1"] {
                let reply = try await world.client.send("GET", "/login", [here, ("Accept-Encoding", codings)])
                #expect(reply["content-encoding"] == "gzip", "\(codings)")
            }
        }
    }

    @Test func `files come packed for whoever takes it, the same bytes as plain`() async throws {
        try await World.with { world in
            let path = "/assets/\(Assets().hash)/app.css"
            let plain = try await world.client.send("GET", path)
            for _ in 0..<2 {
                let reply = try await world.client.send("GET", path, packed)
                #expect(reply["content-encoding"] == "gzip" && reply["vary"] == "Accept-Encoding")
                #expect(reply.body.count < plain.body.count / 2)
                #expect(unpacked(reply.body) == plain.text)
            }
            #expect(plain["content-encoding"] == nil && plain["vary"] == "Accept-Encoding")
        }
    }

    /// The text of a whole gzip file; nil for anything else.
    private func unpacked(_ bytes: [UInt8]) -> String? {
        var (stream, bytes) = (z_stream(), bytes)
        var room = [UInt8](repeating: 0, count: 1 << 20)
        guard inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            return nil
        }
        defer { inflateEnd(&stream) }
        let code = bytes.withUnsafeMutableBufferPointer { packed in
            room.withUnsafeMutableBufferPointer { room in
                stream.next_in = packed.baseAddress
                stream.avail_in = UInt32(packed.count)
                stream.next_out = room.baseAddress
                stream.avail_out = UInt32(room.count)
                return inflate(&stream, Z_FINISH)
            }
        }
        guard code == Z_STREAM_END, stream.avail_in == 0 else { return nil }
        return String(decoding: room.prefix(Int(stream.total_out)), as: UTF8.self)
    }
}
