import Foundation
import TestSupport
import Testing

@testable import Web

@Suite struct PathTests {
    @Test func `percent-encoding is read as Foundation reads it`() {
        var generator = SeededGenerator(seed: 4)
        for _ in 0..<5_000 {
            let text = generator.text()
            guard let encoded = text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) else { continue }
            #expect(PercentDecoding.text(of: encoded.utf8)?.utf8.elementsEqual(text.utf8) == true)
        }
    }

    @Test(.shows("ASVS-1.1.1"), arguments: ["%", "%4", "%zz", "%ff", "%c0%80", "%ed%a0%80", "a%"])
    func `malformed escapes and bytes that are no text are refused`(text: String) {
        #expect(PercentDecoding.text(of: text.utf8) == nil)
    }

    @Test(arguments: ["/", "/bans", "/bans?q=a%2Fb&jail=x", "/jails/~%20", "/a//b"])
    func `a path of this site is taken`(path: String) {
        #expect(LocalPath.checked(path) == path)
    }

    @Test(
        .shows("ASVS-1.2.1", "ASVS-1.2.2", "ASVS-3.7.2"),
        arguments: [
            "", "bans", "//evil", "/\\evil", "\\\\evil", "https://evil", "https:evil", "javascript:x", "/\t/evil",
            "/ /evil", "/\u{0}", "/\n", "/\r\nx: y", "/..", "/../evil", "/a/%2E./b", "/./a?b", "/é", "/\u{7f}",
            "/" + String(repeating: "a", count: 2048),
        ])
    func `what a browser could take for another site, or for a header, is not`(path: String) {
        #expect(LocalPath.checked(path) == nil)
    }

    @Test(.shows("ASVS-1.2.2", "ASVS-3.7.2")) func `no path that is taken leads elsewhere by the rules of addresses`() {
        var generator = SeededGenerator(seed: 5)
        let parts = ["/", "\\", ".", "..", ":", "@", "evil.example", "https", "%2f", "%5c", "?", "#", "a"]
        for _ in 0..<20_000 {
            let count = Int.random(in: 1...6, using: &generator)
            let path = "/" + (0..<count).map { _ in parts.randomElement(using: &generator) ?? "" }.joined()
            guard let taken = LocalPath.checked(path), let base = URL(string: "https://ban.example.org/login") else {
                continue
            }
            guard let url = URL(string: taken, relativeTo: base) else { continue }
            #expect(url.host() == "ban.example.org" && url.scheme == "https", "\(path)")
        }
    }
}
