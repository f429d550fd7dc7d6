import Fail2ban
import Foundation
import Testing

@testable import Console

@Suite struct VisitorAddressTests {
    @Test(
        arguments: [
            (["SSH_CONNECTION": "192.0.2.7 50000 10.0.0.1 22"], "192.0.2.7"),
            (["SSH_CLIENT": "2001:db8::7 5 22"], "2001:db8::7"),
            (["SSH_CONNECTION": "fe80::1%eth0 50000 fe80::2%eth0 22"], "fe80::1"), (["SSH_CONNECTION": ""], nil),
            (["SSH_CONNECTION": "nonsense", "SSH_CLIENT": "192.0.2.8 5 22"], "192.0.2.8"), ([:], nil),
        ] as [([String: String], String?)])
    func `it is the first word that SSH says`(environment: [String: String], address: String?) throws {
        let folder = try TemporaryFolder()
        #expect(VisitorAddress.find(in: environment, process: 9, root: folder.path) == address.flatMap(IPAddress.init))
    }

    @Test func `the processes above are asked, whatever they are called`() throws {
        let folder = try TemporaryFolder()
        for (process, name, parent, environment) in [
            (9, "bangui", 8, ""), (8, "su) do (", 7, "PATH=/bin\0"), (7, "sh", 6, "XSSH_CONNECTION=192.0.2.1\0"),
            (6, "sshd", 1, "A=b\0SSH_CONNECTION=192.0.2.9 50000 10.0.0.1 22\0"),
        ] {
            try FileManager.default.createDirectory(
                atPath: folder.file("proc/\(process)"), withIntermediateDirectories: true)
            try folder.write("\(process) (\(name)) S \(parent) 1 1 0", to: "proc/\(process)/stat")
            try folder.write(environment, to: "proc/\(process)/environ")
        }
        #expect(VisitorAddress.find(in: [:], process: 9, root: folder.path) == IPAddress("192.0.2.9"))
        try folder.write("9 (bangui) S 9 1 1 0", to: "proc/9/stat")
        #expect(VisitorAddress.find(in: [:], process: 9, root: folder.path) == nil)
    }
}
