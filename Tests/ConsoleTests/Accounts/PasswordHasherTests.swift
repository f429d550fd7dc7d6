import Synchronization
import TestSupport
import Testing

@testable import Console

struct PasswordHasherTests {
    func hasher(atOnce: Int = 2, line: Int = 32, cost: HashCost = World.cheap) throws -> PasswordHasher {
        try PasswordHasher(cost: cost, atOnce: atOnce, line: line, random: SystemRandom.bytes)
    }

    @Test(.shows("ASVS-11.4.2")) func `writes Argon2id in PHC form at the recommended cost`() async throws {
        let hasher = try hasher(cost: .recommended)
        let hash = try await hasher.hash("a long walk")
        #expect(hash.hasPrefix("$argon2id$v=19$m=19456,t=2,p=1$"))
        #expect(try await hasher.verify("a long walk", hash))
        #expect(!hasher.needsRehash(hash))
        #expect(try await hasher.hash("a long walk") != hash, "each hash has a salt of its own")
    }

    @Test(.shows("ASVS-6.2.8")) func `cuts nothing off: the last character counts`() async throws {
        let hasher = try hasher()
        for count in [64, 73, 200, 1024] {
            let password = String(repeating: "x", count: count - 1)
            let hash = try await hasher.hash(password + "a")
            #expect(try await hasher.verify(password + "a", hash))
            #expect(try await !hasher.verify(password + "b", hash))
            #expect(try await !hasher.verify(password, hash))
        }
        let nul = try await hasher.hash("abcd\0efgh")
        #expect(try await !hasher.verify("abcd\0xxxx", nul))
    }

    @Test(.shows("ASVS-6.2.8")) func `neither case nor blanks are changed, the Unicode form is`() async throws {
        let hasher = try hasher()
        let hash = try await hasher.hash("Grün und Blau")
        #expect(try await hasher.verify("Gru\u{308}n und Blau", hash))
        #expect(try await !hasher.verify("grün und blau", hash))
        #expect(try await !hasher.verify("Grün und Blau ", hash))
    }

    @Test(.shows("ABUSE-25")) func `verifies a hash for a name without an account, and is never right`() async throws {
        let hasher = try hasher()
        #expect(try await !hasher.verify("", nil))
        #expect(try await !hasher.verify("anything", nil))
        #expect(hasher.verifications == 2)
    }

    @Test func `one that is too long verifies a hash too, and is never right`() async throws {
        let hasher = try hasher()
        let hash = try await hasher.hash("")
        #expect(try await !hasher.verify(String(repeating: "x", count: 1025), hash))
        #expect(hasher.verifications == 1)
    }

    @Test(arguments: [
        "", "x", "$argon2i$v=19$m=64,t=1,p=1$c2FsdHNhbHQ$aGFzaA", "$2b$10$abcdefghijklmnopqrstuv",
        "$argon2id$v=19$m=64,t=1,p=1$$",
    ])
    func `a damaged hash is never right`(encoded: String) async throws {
        #expect(try await !hasher().verify("x", encoded))
    }

    @Test func `knows a hash of a lower cost`() async throws {
        let old = try await hasher().hash("a long walk")
        #expect(try hasher(cost: HashCost(memory: 128, iterations: 1, lanes: 1)).needsRehash(old))
    }

    @Test(.shows("ABUSE-24", "ASVS-15.2.2")) func `at most two at a time, then a line, then busy`() async throws {
        let slots = HashSlots(slots: 2, line: 3)
        try await slots.enter()
        try await slots.enter()
        // One after the other: tasks started together may come to the line in any order.
        var waiting: [Task<Void, any Error>] = []
        for place in 1...3 {
            waiting.append(Task { try await slots.enter() })
            #expect(await eventually { await slots.waiting == place })
        }
        await #expect(throws: HashSlots.Refusal.full) { try await slots.enter() }
        for task in waiting {
            await slots.leave()
            try await task.value
        }
        #expect(await slots.waiting == 0)
    }

    @Test func `who gives up leaves the line`() async throws {
        let slots = HashSlots(slots: 1, line: 5)
        try await slots.enter()
        let task = Task { try await slots.enter() }
        #expect(await eventually { await slots.waiting == 1 })
        task.cancel()
        await #expect(throws: HashSlots.Refusal.cancelled) { try await task.value }
        #expect(await slots.waiting == 0)
        await slots.leave()
        try await slots.enter()
    }

    @Test func `a flood of passwords is answered as busy beyond the line`() async throws {
        let hasher = try hasher(line: 4, cost: HashCost(memory: 8192, iterations: 2, lanes: 1))
        let busy = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<60 {
                group.addTask {
                    do throws(PasswordHasherError) {
                        _ = try await hasher.verify("x", nil)
                        return false
                    } catch { return error == .busy }
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(busy > 0 && busy <= 54)
        #expect(hasher.verifications == 60 - busy)
    }
}
