import Storage
import Testing

struct OperationsTests {
    static func operation(_ id: String, at: Int64 = 100, actor: Int64? = nil) -> Storage.Operation {
        Operation(
            id: id, kind: "ban", actorID: actor, actorName: "anna", origin: "web", address: "192.0.2.1", at: at,
            reason: "noise", duration: -1, undoUntil: 700)
    }

    static func item(_ id: String, jail: String = "sshd") -> OperationItem {
        OperationItem(
            host: "local", jail: jail, id: id, result: "done", detail: "d", previousBannedAt: 1, previousEndsAt: 2,
            previousPermanent: true, previousPlannedEnd: 3)
    }

    @Test func `an operation comes back with its items in order`() async throws {
        try await withDatabase { database throws in
            let items = [
                Self.item("192.0.2.9"), Self.item("192.0.2.1"),
                OperationItem(
                    host: "h", jail: "j", id: "", result: "refused"),
            ]
            try await database.write { transaction throws in
                try transaction.operations.insert(Self.operation("one"), items: items)
                try transaction.operations.insert(Self.operation("two"), items: [])
                let found = try #require(try transaction.operations.find(id: "one"))
                #expect(found.0 == Self.operation("one"))
                #expect(found.1 == items)
                #expect(try transaction.operations.find(id: "two")?.1 == [])
                #expect(try transaction.operations.find(id: "three") == nil)
            }
        }
    }

    @Test func `what is stored again takes the place of what was there, whatever became of its items`() async throws {
        func known(_ id: String, _ result: String) -> OperationItem {
            OperationItem(host: "local", jail: "sshd", id: id, result: result)
        }
        let announced = [known("192.0.2.1", "announced"), known("192.0.2.2", "announced")]
        let outcomes = [
            [known("192.0.2.1", "done"), Self.item("192.0.2.2")], announced.reversed(), [announced[1]], [],
            announced + [known("192.0.2.3", "already")],
        ]
        try await withDatabase { database throws in
            try await database.write { transaction throws in
                try transaction.operations.insert(Self.operation("other"), items: announced)
                for (number, items) in outcomes.enumerated() {
                    let id = "one\(number)"
                    try transaction.operations.put(Self.operation(id), items: announced)
                    #expect(try transaction.operations.find(id: id)?.1 == announced)
                    var operation = Self.operation(id)
                    (operation.reason, operation.undoUntil, operation.confirmBy, operation.undoes) = (nil, 9, 8, "u")
                    try transaction.operations.put(operation, items: items)
                    let found = try #require(try transaction.operations.find(id: id))
                    #expect(found.0 == operation)
                    #expect(found.1 == items)
                }
                #expect(try transaction.operations.find(id: "other")?.1 == announced)
            }
        }
    }

    @Test func `an id is given once only`() async throws {
        try await withDatabase { database throws in
            await #expect(throws: StorageError.self) {
                try await database.write { transaction throws in
                    try transaction.operations.insert(Self.operation("one"), items: [])
                    try transaction.operations.insert(Self.operation("one"), items: [])
                }
            }
        }
    }

    @Test func `pages of the latest give each operation once, under ties`() async throws {
        try await withDatabase { database throws in
            try await database.write { transaction throws in
                for index in 0..<23 {
                    try transaction.operations.insert(
                        Self.operation("o\(index)", at: Int64(100 + index / 5)), items: [])
                }
            }
            try await database.read { transaction throws in
                var seen: [String] = []
                var last: String?
                while true {
                    let page = try transaction.operations.latest(limit: 4, before: last)
                    guard !page.isEmpty else { break }
                    seen += page.map(\.id)
                    last = page.last?.id
                }
                #expect(seen == (0..<23).reversed().map { "o\($0)" })
                #expect(throws: CursorError.malformed) { try transaction.operations.latest(limit: 4, before: "x") }
            }
        }
    }

    @Test func `an operation is undone once`() async throws {
        try await withDatabase { database throws in
            try await database.write { transaction throws in
                try transaction.operations.insert(Self.operation("one"), items: [])
                #expect(try transaction.operations.markUndone(id: "one", by: "two"))
                #expect(try !transaction.operations.markUndone(id: "one", by: "three"))
                #expect(try !transaction.operations.markUndone(id: "other", by: "three"))
                #expect(try transaction.operations.find(id: "one")?.0.undoneBy == "two")
            }
        }
    }

    @Test func `what waits for its confirmation is listed, the longest due first`() async throws {
        try await withDatabase { database throws in
            try await database.write { transaction throws in
                let operations = transaction.operations
                for (id, confirmBy) in [("none", nil), ("late", 160), ("early", 150), ("done", 150), ("undone", 150)]
                    as [(String, Int64?)]
                {
                    var operation = Self.operation(id)
                    operation.confirmBy = confirmBy
                    try operations.insert(operation, items: [])
                }
                #expect(try operations.confirm(id: "done", at: 120))
                #expect(try !operations.confirm(id: "done", at: 121))
                #expect(try !operations.confirm(id: "none", at: 121))
                #expect(try operations.markUndone(id: "undone", by: "x"))
                #expect(try operations.find(id: "done")?.0.confirmedAt == 120)
                #expect(try operations.unconfirmed().map(\.id) == ["early", "late"])
            }
        }
    }

    @Test func `the operations of a ban are the last fifty, newest first`() async throws {
        try await withDatabase { database throws in
            try await database.write { transaction throws in
                for index in 0..<60 {
                    try transaction.operations.insert(
                        Self.operation("o\(index)", at: Int64(index)),
                        items: [Self.item("192.0.2.1"), Self.item("192.0.2.1", jail: "nginx"), Self.item("x\(index)")])
                }
                let found = try transaction.operations.forBan(host: "local", id: "192.0.2.1")
                #expect(found.map(\.id) == (10..<60).reversed().map { "o\($0)" })
                #expect(try transaction.operations.forBan(host: "local", id: "x3").map(\.id) == ["o3"])
                #expect(try transaction.operations.forBan(host: "other", id: "x3").isEmpty)
            }
        }
    }

    @Test func `what was announced is found until it is settled`() async throws {
        try await withDatabase { database throws in
            try await database.write { transaction throws in
                let operations = transaction.operations
                var announced = Self.item("192.0.2.1")
                announced.result = "announced"
                var undo = Self.operation("two", at: 200)
                undo.undoes = "one"
                try operations.insert(Self.operation("one"), items: [Self.item("192.0.2.2"), announced])
                try operations.insert(undo, items: [announced])
                try operations.insert(Self.operation("known"), items: [Self.item("192.0.2.3")])
                #expect(try operations.announced(until: 199).map(\.id) == ["one"])
                #expect(try operations.announced(until: 200).map(\.id) == ["one", "two"])
                #expect(try operations.find(id: "two")?.0 == undo)
                #expect(try operations.settle(id: "one", items: [Self.item("192.0.2.1")]))
                #expect(try !operations.settle(id: "absent", items: []))
                #expect(try operations.announced(until: 200).map(\.id) == ["two"])
                #expect(try operations.find(id: "one")?.1 == [Self.item("192.0.2.1")])
            }
        }
    }

    @Test func `an operation outlives its account`() async throws {
        try await withDatabase { database throws in
            try await database.write { transaction throws in
                let user = try transaction.users.insert(
                    name: "A", nameKey: "a", passwordHash: "h", isAdministrator: true, at: 1)
                try transaction.operations.insert(Self.operation("one", actor: user.id), items: [])
                #expect(try transaction.operations.find(id: "one")?.0.actorID == user.id)
                try transaction.users.delete(id: user.id)
                #expect(try transaction.operations.find(id: "one")?.0.actorID == nil)
                #expect(try transaction.operations.find(id: "one")?.0.actorName == "anna")
            }
        }
    }
}
