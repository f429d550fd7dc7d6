import Foundation
import Testing

@Suite("The only way out")
struct OnlyWayOutTests {
    /// What dials or looks names up, and the files that may: all but those of `Outbound` reach sockets of this machine's file
    /// system, or what the configuration of the machine's owner names.
    private static let ways: [([String], Set<String>)] = [
        (["ClientBootstrap"], ["Host/Agent/Client/AgentLink.swift", "Fail2ban/Connection/Fail2banConnection.swift"]),
        (
            [
                "NIOTSConnectionBootstrap", "DatagramBootstrap", "NIORawSocketBootstrap", "HTTPClient", "NWConnection",
                "URLSession", "URLRequest", "NSURLConnection", "CFSocket", "FoundationNetworking", "Stream", "dlopen",
                "dlsym", "wget",
            ], []
        ),
        (
            [
                "getaddrinfo", "getaddrinfo_a", "gethostbyname", "gethostbyname2", "gethostbyaddr", "getnameinfo",
                "res_query",
                "res_nquery", "res_search",
            ],
            [
                "Outbound/Names/Resolver.swift", "Outbound/Names/ReverseNames.swift",
                // Whether the configured address can be listened on.
                "Console/Doctor/ListeningProbe.swift",
            ]
        ),
        (["CCurl", "curl_easy_init", "curl_multi_init"], ["Outbound/Exchange/CurlEngine.swift", "CCurl/curl.c"]),
        (
            ["PQconnectdb", "PQconnectdbParams", "PQconnectStart", "PQconnectStartParams", "PQsetdbLogin"],
            ["Storage/PostgreSQL/PostgreSQLConnection.swift"]
        ),
        (
            ["SOCK_STREAM", "SOCK_DGRAM", "SOCK_RAW"],
            [
                "Outbound/Names/Resolver.swift", "CCurl/curl.c", "Console/Doctor/ListeningProbe.swift",
                // Sockets of the file system.
                "Demo/Daemon/ReadyProbe.swift", "Host/Agent/Client/RootsWord.swift",
                "Fail2ban/Connection/SocketAttempt.swift", "Console/Life/ServiceManager.swift",
                "Agent/Listening/AgentSocket.swift", "Host/Programs/Pipe.swift",
            ]
        ),
        (
            ["AF_INET", "AF_INET6", "PF_INET", "PF_INET6", "NF_INET"],
            [
                // Addresses are read and written here, and no socket is made.
                "Outbound/Addresses/OwnAddresses.swift", "Fail2ban/Values/IPAddress.swift",
                "Host/Network/MachineNetworks.swift", "Storage/Events/EventKey.swift", "CMaxMindDB/maxminddb.c",
            ]
        ),
    ]

    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Sources")

    private static func sources() throws -> [(String, String)] {
        let names = try #require(FileManager.default.enumerator(atPath: root.path)).compactMap { $0 as? String }
        return try names.filter { name in [".swift", ".c", ".h"].contains { name.hasSuffix($0) } }
            .map { ($0, try String(contentsOf: root.appendingPathComponent($0), encoding: .utf8)) }
    }

    /// The names in a text: comments count too, which harms nobody.
    private static func names(in text: String) -> Set<String> {
        let parts = text.utf8.split { byte in
            !((48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == 0x5f)
        }
        return Set(parts.map { String(decoding: $0, as: UTF8.self) })
    }

    @Test("No other part of the program dials or looks names up, and those that are listed still do")
    func ways() throws {
        let sources = try Self.sources().map { ($0, Self.names(in: $1)) }
        #expect(sources.count > 300)
        for (names, allowed) in Self.ways {
            let found = Set(sources.filter { !$0.1.isDisjoint(with: names) }.map(\.0))
            #expect(found == allowed, "\(names): go out by Outbound, or list the file with its reason")
        }
    }
}
