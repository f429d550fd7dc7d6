import Foundation
import Host
import TestSupport
import Testing

@testable import Agent

@Suite struct AgentConfigurationTests {
    private func load(_ text: String, mode: mode_t = 0o644) throws -> AgentConfiguration {
        let folder = try TemporaryFolder()
        try folder.write(text, to: "agent.conf")
        chmod(folder.file("agent.conf"), mode)
        return try AgentConfigurationFile.load(folder.file("agent.conf"))
    }

    @Test func `without a file everything is closed`() throws {
        let configuration = try AgentConfigurationFile.load("/nonexistent/agent.conf")
        #expect(configuration == AgentConfiguration())
        #expect(configuration.users.isEmpty && configuration.startCommand.isEmpty && configuration.powers.isEmpty)
    }

    @Test func `every setting is read as it was written`() throws {
        let configuration = try load(
            """
            # what root says
              socket = /run/x/agent.sock
            users=root, 1234  77
            group = root\r
            fail2ban_socket = /run/f.sock
            fail2ban_config\t=\t/etc/f
            fail2ban_start_command = /bin/sh -c 'exit 3' "a b"

            audit_heads = /var/lib/x/heads
            """)
        #expect(configuration.socket == "/run/x/agent.sock")
        #expect(configuration.users == [0, 1234, 77])
        #expect(configuration.group == 0)
        #expect(configuration.fail2banSocket == "/run/f.sock")
        #expect(configuration.fail2banConfiguration == "/etc/f")
        #expect(configuration.startCommand == ["/bin/sh", "-c", "exit 3", "a b"])
        #expect(configuration.powers == [.startDaemon])
        #expect(configuration.auditHeads == "/var/lib/x/heads")
    }

    @Test(arguments: [
        ("sockt = /run/x", "no setting “sockt”"), ("socket", "key = value"), ("socket =", "no value"),
        ("socket = run/x", "begins with /"), ("group = no-such-group-here", "groupadd"),
        ("users = no-such-user-here", "useradd"), ("users = 1\nusers = 2", "line 1 already"),
        ("fail2ban_start_command = systemctl start x", "with its path"),
        ("fail2ban_start_command = /bin/sh 'x", "never closed"),
        ("fail2ban_start_command = /nonexistent/program", "no program"),
        ("socket = /" + String(repeating: "x", count: 107), "107 bytes"),
        ("audit_heads = /a\u{1}b", "control character"),
        ("SOCKET = /run/x", "no setting"), ("[section]", "key = value"),
    ])
    func `a line that is not understood is named with what mends it`(text: String, words: String) throws {
        let fault = #expect(throws: AgentConfigurationFault.self) { try load(text) }
        #expect(fault?.line == text.split(separator: "\n").count)
        #expect(fault?.description.contains(words) == true, "\(String(describing: fault))")
        #expect(fault?.description.contains("\n") == false)
    }

    @Test(arguments: [0o664, 0o646, 0o666] as [mode_t])
    func `a file that others may write is refused`(mode: mode_t) throws {
        let fault = #expect(throws: AgentConfigurationFault.self) { try load("", mode: mode) }
        #expect(fault?.words.contains("chmod go-w") == true)
    }

    @Test func `so is one in a folder that others may write, and what is no file`() throws {
        let folder = try TemporaryFolder()
        try folder.write("", to: "agent.conf")
        chmod(folder.path, 0o777)
        #expect(throws: AgentConfigurationFault.self) { try AgentConfigurationFile.load(folder.file("agent.conf")) }
        chmod(folder.path, 0o700)
        #expect(throws: Never.self) { try AgentConfigurationFile.load(folder.file("agent.conf")) }
        #expect(throws: AgentConfigurationFault.self) { try AgentConfigurationFile.load(folder.path) }
        try folder.write(String(repeating: "#", count: 70_000), to: "long.conf")
        #expect(throws: AgentConfigurationFault.self) { try AgentConfigurationFile.load(folder.file("long.conf")) }
    }

    @Test(.enabled(if: getuid() == 0, "only root can give a file away"))
    func `a file or a program of another user is refused`() throws {
        let folder = try TemporaryFolder()
        try folder.write("", to: "agent.conf")
        chown(folder.file("agent.conf"), 4001, 4001)
        let fault = #expect(throws: AgentConfigurationFault.self) {
            try AgentConfigurationFile.load(folder.file("agent.conf"))
        }
        #expect(fault?.words.contains("belongs to user 4001") == true)
        try folder.write("#!/bin/sh\n", to: "program")
        chown(folder.file("program"), 4001, 4001)
        #expect(throws: AgentConfigurationFault.self) {
            try load("fail2ban_start_command = \(folder.file("program"))")
        }
    }
}
