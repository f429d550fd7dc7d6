import Fail2ban
import TestSupport
import Testing

@testable import Console

@Suite struct AuditAllowanceTests {
    private let address = IPAddress("192.0.2.1")

    @Test func `so many an hour are written by themselves, the others are counted`() {
        var allowance = AuditAllowance()
        for number in 0..<100 {
            let isWritten = allowance.admit(
                .signIn, from: IPAddress("192.0.2.\(number)"), by: number < 50 ? "ada" : nil, at: 1000 + Int64(number),
                isSingle: true)
            #expect(isWritten == (number < AuditAllowance.singles))
        }
        let early = allowance.take(at: 4599, all: false)
        #expect(early.isEmpty)
        let sum = AuditAllowance.Sum(kind: .signIn, count: 80, addresses: 80, names: ["ada"], from: 1020, to: 1099)
        let due = allowance.take(at: 4600, all: false)
        #expect(due == [sum])
        let rest = allowance.take(at: 9000, all: true)
        #expect(rest.isEmpty)
        let isWrittenAgain = allowance.admit(.signIn, from: address, by: nil, at: 5000, isSingle: true)
        #expect(isWrittenAgain)
    }

    @Test func `who guesses passwords leaves room for what accounts try`() {
        var allowance = AuditAllowance()
        for _ in 0..<100 { _ = allowance.admit(.signIn, from: address, by: nil, at: 1, isSingle: true) }
        let isWritten = allowance.admit(.other, from: address, by: "ada", at: 1, isSingle: true)
        #expect(isWritten)
    }

    @Test func `what costs nothing to try is only counted`() {
        var allowance = AuditAllowance()
        let isWritten = allowance.admit(.signIn, from: address, by: nil, at: 1, isSingle: false)
        #expect(!isWritten)
        let sums = allowance.take(at: 1, all: true)
        #expect(sums.map(\.count) == [1])
    }

    @Test func `neither addresses nor names grow without end`() {
        var allowance = AuditAllowance()
        for number in 0..<5000 {
            _ = allowance.admit(
                .other, from: IPAddress("10.0.\(number / 256).\(number % 256)"), by: "name \(number)", at: 1,
                isSingle: true)
        }
        let sum = allowance.take(at: 1, all: true).first
        #expect(sum?.addresses == AuditAllowance.addressLimit)
        #expect(sum?.names.count == AuditAllowance.nameLimit)
        #expect(sum?.event.detail?.contains("from 1000+ addresses") == true)
    }

    @Test(.shows("ABUSE-36")) func `an hour ends under a clock that is set back, too`() {
        var allowance = AuditAllowance()
        for _ in 0..<30 { _ = allowance.admit(.other, from: address, by: nil, at: 9000, isSingle: true) }
        let sums = allowance.take(at: 100, all: false)
        #expect(sums.map(\.count) == [10])
    }
}
