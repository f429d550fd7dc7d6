import Storage
import TestSupport
import Testing

struct AuditEntriesTests {
    static func record(
        _ sequence: Int64, at: Int64? = nil, actor: String = "ada", kind: String = "ban", result: String = "done",
        subject: String? = nil
    ) -> AuditRecord {
        AuditRecord(
            sequence: sequence, at: at ?? 1000 + sequence, actorName: actor, origin: "web", kind: kind,
            subject: subject,
            result: result, previous: [UInt8](repeating: UInt8(truncatingIfNeeded: sequence), count: 32),
            hash: [UInt8](repeating: UInt8(truncatingIfNeeded: sequence + 1), count: 32))
    }

    /// Pages until none is left.
    private func all(_ query: AuditQuery, of transaction: any Transaction) throws -> [Int64] {
        var (query, numbers) = (query, [Int64]())
        repeat {
            let page = try transaction.audit.page(query)
            numbers += page.records.map(\.sequence)
            query.before = page.next
        } while query.before != nil
        return numbers
    }

    @Test(.shows("ASVS-16.2.1")) func `an entry comes back as it was added, every field of it`() async throws {
        let full = AuditRecord(
            sequence: 1, at: -5, actorID: 7, actorName: "Åda\u{301}", origin: "api", address: "2001:db8::1",
            kind: "change", subject: "bantime", host: "local", jail: "j\u{1}l", before: "", after: "'\";--😀",
            result: "done", detail: "why", operationID: "op", previous: [UInt8](0..<32), hash: [UInt8](32..<64))
        let bare = Self.record(2)
        try await withDatabase { database throws in
            try await database.write { transaction throws in
                #expect(try transaction.audit.head() == nil)
                try transaction.audit.insert(full)
                try transaction.audit.insert(bare)
                #expect(try transaction.audit.head() == AuditHead(sequence: 2, hash: bare.hash))
                #expect(try transaction.audit.run(after: 0, limit: 10) == [full, bare])
                #expect(try transaction.audit.run(after: 1, limit: 10) == [bare])
                #expect(try transaction.audit.run(after: .min, limit: 1) == [full])
                #expect(try transaction.audit.page(AuditQuery(limit: 10)).records == [bare, full])
            }
        }
    }

    @Test func `a number is given once only`() async throws {
        try await withDatabase { database throws in
            await #expect(throws: StorageError.self) {
                try await database.write { transaction throws in
                    try transaction.audit.insert(Self.record(1))
                    try transaction.audit.insert(Self.record(1, actor: "bob"))
                }
            }
        }
    }

    @Test func `an entry outlives the account that it names`() async throws {
        try await withDatabase { database throws in
            try await database.write { transaction throws in
                let user = try transaction.users.insert(
                    name: "A", nameKey: "a", passwordHash: "h", isAdministrator: true, at: 1)
                var record = Self.record(1)
                record.actorID = user.id
                try transaction.audit.insert(record)
                try transaction.users.delete(id: user.id)
                #expect(try transaction.audit.run(after: 0, limit: 1) == [record])
            }
        }
    }

    @Test func `each filter gives exactly what fits, in pages of any size`() async throws {
        try await withDatabase { database throws in
            try await database.write { transaction throws in
                for number in Int64(1)...40 {
                    try transaction.audit.insert(
                        Self.record(
                            number, actor: number % 3 == 0 ? "bob" : "ada", kind: number % 4 == 0 ? "stop" : "ban",
                            result: number % 5 == 0 ? "refused" : "done", subject: "192.0.2.\(number)"))
                }
                let numbers = Array((Int64(1)...40).reversed())
                for limit in [1, 3, 500] {
                    func found(_ query: AuditQuery) throws -> [Int64] {
                        var query = query
                        query.limit = limit
                        return try all(query, of: transaction)
                    }
                    #expect(try found(AuditQuery(limit: 1)) == numbers)
                    #expect(try found(AuditQuery(actor: "bob", limit: 1)) == numbers.filter { $0 % 3 == 0 })
                    #expect(try found(AuditQuery(actor: "bo", limit: 1)) == [])
                    #expect(try found(AuditQuery(kinds: ["stop", "none"], limit: 1)) == numbers.filter { $0 % 4 == 0 })
                    #expect(try found(AuditQuery(results: ["refused"], limit: 1)) == numbers.filter { $0 % 5 == 0 })
                    #expect(
                        try found(AuditQuery(from: 1010, to: 1020, limit: 1))
                            == numbers.filter { (10..<20).contains($0) })
                    #expect(try found(AuditQuery(from: 5000, limit: 1)) == [])
                    #expect(try found(AuditQuery(to: 5, limit: 1)) == [])
                    #expect(try found(AuditQuery(actor: "ada", kinds: ["stop"], to: 1020, limit: 1)) == [16, 8, 4])
                }
            }
        }
    }

    @Test(.shows("ASVS-1.2.4", "ASVS-1.2.9")) func `a text is found in any field, in either case, and is no pattern`()
        async throws
    {
        try await withDatabase { database throws in
            try await database.write { transaction throws in
                for (index, subject) in ["Key_ONE", "keyXone", "100%", "a\\b", "Ärger"].enumerated() {
                    try transaction.audit.insert(Self.record(Int64(index) + 1, subject: subject))
                }
                func found(_ text: String) throws -> [Int64] {
                    try all(AuditQuery(text: text, limit: 10), of: transaction)
                }
                #expect(try found("key_one") == [1])
                #expect(try found("KEY") == [2, 1])
                #expect(try found("0%") == [3])
                #expect(try found("%") == [3])
                #expect(try found("A\\B") == [4])
                #expect(try found("Ärg") == [5])
                #expect(try found("ADA") == [5, 4, 3, 2, 1])
                #expect(try found("ada\n") == [5, 4, 3, 2, 1])
                #expect(try found("nobody") == [])
            }
        }
    }

    @Test func `a clock that was set back hides no entry of the time asked for`() async throws {
        let times: [Int64] = [100, 900, 110, 120, 905, 130]
        try await withDatabase { database throws in
            try await database.write { transaction throws in
                for (index, time) in times.enumerated() {
                    try transaction.audit.insert(Self.record(Int64(index) + 1, at: time))
                }
                #expect(try all(AuditQuery(from: 105, to: 500, limit: 2), of: transaction) == [6, 4, 3])
                #expect(try all(AuditQuery(from: 500, limit: 2), of: transaction) == [5, 2])
            }
        }
    }

    @Test func `a search that takes long stops and tells where to go on`() async throws {
        try await withDatabase { database throws in
            try await database.write { transaction throws in
                for number in Int64(1)...5100 {
                    try transaction.audit.insert(Self.record(number, actor: number == 3 ? "bob" : "ada"))
                }
                var query = AuditQuery(actor: "bob", limit: 10)
                let first = try transaction.audit.page(query, isLate: { true })
                #expect(first.records.isEmpty)
                #expect(first.next == 101)
                query.before = first.next
                let second = try transaction.audit.page(query, isLate: { true })
                #expect(second.records.map(\.sequence) == [3])
                #expect(second.next == nil)
                #expect(try transaction.audit.page(AuditQuery(actor: "bob", limit: 10)).records.map(\.sequence) == [3])
            }
        }
    }
}
