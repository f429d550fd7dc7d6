import Fail2ban
import Testing

@testable import Console

@Suite struct ConnectionQuotaTests {
    private func address(_ text: String) -> IPAddress { IPAddress(text)! }

    @Test func `a client is an IPv4 address or a /64`() {
        let quota = ConnectionQuota(perClient: 2, exempt: [])
        for (first, second, other) in [
            ("192.0.2.1", "::ffff:192.0.2.1", "192.0.2.2"), ("2001:db8::1", "2001:db8::ffff:1", "2001:db8:0:1::1"),
        ] {
            #expect(quota.admit(address(first)) == .admitted)
            #expect(quota.admit(address(second)) == .admitted)
            #expect(quota.admit(address(first)) == .full(isNews: true))
            #expect(quota.admit(address(second)) == .full(isNews: false))
            #expect(quota.admit(address(other)) == .admitted)
        }
        #expect(quota.clients == 4)
    }

    @Test func `what has closed is given back, and nothing stays behind`() {
        let quota = ConnectionQuota(perClient: 1, exempt: [])
        for _ in 0..<3 {
            #expect(quota.admit(address("192.0.2.1")) == .admitted)
            #expect(quota.admit(address("192.0.2.1")) == .full(isNews: true))
            quota.release(address("192.0.2.1"))
            #expect(quota.clients == 0)
        }
        quota.release(address("192.0.2.1"))
        #expect(quota.clients == 0)
    }

    @Test func `the exempt are not counted`() {
        let quota = ConnectionQuota(perClient: 1, exempt: [IPNetwork("192.0.2.0/24")!])
        for _ in 0..<9 { #expect(quota.admit(address("192.0.2.1")) == .admitted) }
        #expect(quota.clients == 0)
        quota.release(address("192.0.2.1"))
        #expect(quota.admit(address("198.51.100.1")) == .admitted)
    }
}
