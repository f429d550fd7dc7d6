import Dispatch
import Fail2ban
import Testing

@testable import Outbound

@Suite struct ReverseNamesTests {
    /// A zone that says whatever it likes.
    private struct Zone: Naming, Resolving {
        var name: Result<String, ResolveFault>
        var back: Result<[AnsweredAddress], ResolveFault> = .failure(.unknown)

        func name(of address: IPAddress, within limit: Duration) async throws(ResolveFault) -> String { try name.get() }

        func addresses(of name: String, within limit: Duration) async throws(ResolveFault) -> [AnsweredAddress] {
            try back.get()
        }
    }

    private let address = IPAddress("192.0.2.7")!

    private func ask(_ zone: Zone) async throws(ResolveFault) -> ReverseName {
        try await ReverseNames(naming: zone, resolver: zone).name(of: address, within: .seconds(60))
    }

    @Test func `a name is confirmed where it leads back to the address alone`() async throws {
        let own = [AnsweredAddress(IPAddress("192.0.2.8")!), AnsweredAddress(address)]
        #expect(try await ask(Zone(name: .success("a.example"), back: .success(own))).isConfirmed == true)
        let others = [AnsweredAddress(IPAddress("192.0.2.8")!), AnsweredAddress(address, isMapped: true)]
        #expect(try await ask(Zone(name: .success("a.example"), back: .success(others))).isConfirmed == false)
        #expect(try await ask(Zone(name: .success("a.example"))).isConfirmed == false)
        #expect(try await ask(Zone(name: .success("a.example"), back: .failure(.late))).isConfirmed == nil)
    }

    @Test(arguments: [
        "192.0.2.7", "::ffff:192.0.2.7", "1.2.3", "localhost", "a b.example", "a\u{0}.example", "a..example", "-",
        "ä.example", ".example", "a.example.", "<b>.example", String(repeating: "a.", count: 127) + "a",
        String(repeating: "a", count: 64) + ".example",
    ])
    func `what is no name of a host is told and never asked for`(name: String) async throws {
        let zone = Zone(name: .success(name), back: .success([AnsweredAddress(address)]))
        #expect(try await ask(zone) == ReverseName(name: name, isConfirmed: false))
    }

    @Test func `no name, and no answer, are told apart`() async {
        await #expect(throws: ResolveFault.unknown) { try await ask(Zone(name: .failure(.unknown))) }
        await #expect(throws: ResolveFault.late) { try await ask(Zone(name: .failure(.late))) }
    }

    @Test func `the system is asked on a thread of its own, and no longer than it may take`() async throws {
        // The file of hosts answers for this one, or nobody does.
        do throws(ResolveFault) {
            let name = try await SystemNaming().name(of: IPAddress("127.0.0.1")!, within: .seconds(60))
            #expect(!name.isEmpty)
        } catch {
            #expect(error != .busy)
        }
        let gate = DispatchSemaphore(value: 0)
        await #expect(throws: ResolveFault.late) {
            _ = try await Lookups().run(within: .milliseconds(1)) { () -> Result<Int, ResolveFault> in
                gate.wait()
                return .success(1)
            }
        }
        gate.signal()
    }
}
