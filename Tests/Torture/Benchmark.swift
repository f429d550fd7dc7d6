import Storage

/// Times the mirror of bans and its lists on this machine, and prints one line for each.
struct Benchmark {
    let place: DatabasePlace
    let rows: Int
    let clock = ContinuousClock()

    func run() async throws {
        let database = try place.open()
        let records = (0..<rows).map(record)
        let jails = ["sshd", "nginx-http-auth", "postfix", "dovecot", "recidive", "web-scan"]
        try await once("apply \(rows) rows to one jail") {
            try await database.write(.telemetry) { transaction in
                try transaction.bans.apply(host: "local", jail: "sshd", upserting: records, removing: [])
            }
        }
        var differing = records
        for index in stride(from: 0, to: rows, by: rows / 10) { differing[index].count = 9 }
        let replacement = differing
        try await once("replace with 10 differences") {
            try await database.write(.telemetry) { transaction in
                try transaction.bans.replace(host: "local", jail: "sshd", with: replacement)
            }
        }
        try await pages(database, "one jail")
        for (index, jail) in jails.dropFirst().enumerated() {
            let part = Array(records[..<(rows / 20 * (index + 1) / 5)])
            try await database.write(.telemetry) { transaction in
                try transaction.bans.apply(host: "local", jail: jail, upserting: part, removing: [])
            }
        }
        try await pages(database, "six jails")
        try await writes(database)
        await database.close()
    }

    private func record(_ index: Int) -> BanRecord {
        // Spread over 1.0.0.0 and up, without repeats.
        let number = UInt32(truncatingIfNeeded: index) &* 2_654_435_761
        let bytes = (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * UInt32($0))) }
        let address: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff] + bytes
        let bannedAt = 1_790_000_000 + Int64(number % 1_000_000)
        return BanRecord(
            host: "local", jail: "sshd", id: bytes.map(String.init).joined(separator: "."), first: address,
            last: address, bannedAt: bannedAt, endsAt: bannedAt + 86_400, isPermanent: false, count: 1)
    }

    private func pages(_ database: any Database, _ name: String) async throws {
        let range = BanQuery.Match.range(
            first: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 10, 0, 0, 0],
            last: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 10, 255, 255, 255])
        var queries = BanQuery.Sort.allCases.map { ("\($0)", BanQuery(sort: $0)) }
        queries += [
            ("jail filter", BanQuery(jails: ["sshd"])),
            ("prefix 10.", BanQuery(match: .prefix("10."))),
            ("prefix 1", BanQuery(match: .prefix("1"))),
            ("range 10.0.0.0/8", BanQuery(match: range)),
            ("exact text", BanQuery(match: .text("10.1.2.3"))),
        ]
        for (label, query) in queries {
            let first = try await database.read { try $0.bans.page(query) }
            var later = query
            later.cursor = first.next
            let next = later
            try await median("\(name): page of 50, \(label)") { try await database.read { try $0.bans.page(query) } }
            try await median("\(name): page of 50, \(label), visited") {
                try await database.readBriefly { try $0.bans.visit(query) { _ in } }
            }
            if next.cursor != nil {
                try await median("\(name): second page, \(label), visited") {
                    try await database.readBriefly { try $0.bans.visit(next) { _ in } }
                }
            }
        }
        try await median("\(name): read of one row") { try await database.readBriefly { try $0.bans.revision() } }
        try await median("\(name): empty read transaction") { try await database.read { _ in } }
        try await median("\(name): empty brief read transaction") { try await database.readBriefly { _ in } }
        try await median("\(name): export of everything", rounds: 3) {
            try await database.read { try $0.bans.all(BanQuery()) { _ in } }
        }
    }

    private func writes(_ database: any Database) async throws {
        try await median("acknowledged write of a setting") {
            try await database.write { try $0.settings.set("key", "value", at: 0, by: nil) }
        }
        try await median("telemetry write of a setting") {
            try await database.write(.telemetry) { try $0.settings.set("key", "value", at: 0, by: nil) }
        }
    }

    private func once(_ label: String, _ body: () async throws -> Void) async throws {
        print("\(label): \(try await clock.measure(body))")
    }

    private func median<Result>(_ label: String, rounds: Int = 301, _ body: () async throws -> Result) async throws {
        var durations: [Duration] = []
        for _ in 0..<rounds {
            durations.append(try await clock.measure { _ = try await body() })
        }
        durations.sort()
        print("\(label): median \(durations[rounds / 2]), p99 \(durations[rounds * 99 / 100])")
    }
}
