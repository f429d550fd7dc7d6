import TestSupport
import Testing

@testable import Console

@Suite(.shows("ASVS-6.2.1", "ASVS-6.2.4")) struct PasswordPolicyTests {
    let policy = PasswordPolicy(hostName: "tower.example.org")

    @Test(
        .shows("ASVS-6.2.5"),
        arguments: [
            "correct horse", "zJ4#kQ9p", "пароль-и-ещё", "a long walk by the sea", "        x ", "ｆｕｌｌ ｗｉｄｔｈ!",
            "bangui keeps me safe at night",
            "tower of babel", "lock the back door",
        ])
    func `takes any long enough password without rules of composition`(password: String) {
        #expect(policy.fault(of: password, userName: "ada") == nil)
    }

    @Test(
        .shows("ASVS-6.2.11"),
        arguments: [
            ("", PasswordPolicy.Fault.tooShort), ("1234567", .tooShort), ("äöüäöüx", .tooShort),
            (String(repeating: "xy ", count: 342), .tooLong), ("password", .common), ("Password1", .common),
            ("P@ssw0rd!", .common),
            ("passw0rd2024", .common), ("letmein123", .common), ("qwertyuiop", .common), ("1q2w3e4r", .common),
            ("Welcome2024!", .common),
            ("iloveyou", .common), ("dragon1234", .common), ("adminadmin", .common), ("!!Monkey99", .common),
            ("CorrectHorseBatteryStaple", .common),
            ("aaaaaaaaaa", .monotonous), ("abcdefghij", .monotonous), ("87654321", .monotonous),
            ("abababab", .monotonous),
            ("abcabcabcabc", .monotonous),
            ("bangui-42", .context("bangui")), ("Fail2Ban!!", .context("fail2ban")), ("towertower", .context("tower")),
            ("example-99", .context("example")), ("AdaLovelace1", .context("adalovelace")),
        ])
    func `refuses what everybody tries first`(password: String, fault: PasswordPolicy.Fault) {
        #expect(policy.fault(of: password, userName: "AdaLovelace") == fault)
    }

    @Test func `counts characters in normal form`() {
        #expect(policy.fault(of: "a\u{308}o\u{308}u\u{308}xkqz", userName: "x") == .tooShort)
        #expect(policy.fault(of: "a\u{308}o\u{308}u\u{308}xkqzw", userName: "x") == nil)
    }

    @Test(.shows("ASVS-6.2.9")) func `takes 1024 bytes`() {
        let password = String((0..<1024).map { Character(UnicodeScalar(UInt8(33 + $0 * 7 % 90))) })
        #expect(policy.fault(of: password, userName: "x") == nil)
    }
}
