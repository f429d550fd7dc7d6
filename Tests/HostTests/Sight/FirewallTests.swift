import Fail2ban
import Testing

@testable import Host

@Suite struct FirewallTests {
    private static let rules = """
        -P INPUT ACCEPT
        -P FORWARD ACCEPT
        -N f2b-sshd
        -N f2b-idle
        -N guests
        -A INPUT -p tcp -m comment --comment "leads \\"-j f2b-idle\\" nowhere" -j guests
        -A INPUT -p tcp -m multiport --dports 25 -m set --match-set f2b-mail src -j REJECT
        -A INPUT -m set ! --match-set f2b-other src -j DROP
        -A INPUT -m set --match-set f2b-allowed src -j ACCEPT
        -A guests -p tcp -m multiport --dports 22 -j f2b-sshd
        -A f2b-sshd -s 192.0.2.1/32 -j REJECT --reject-with icmp-port-unreachable
        -A f2b-sshd -s 198.51.100.0/24 -j REJECT
        -A f2b-sshd ! -s 203.0.113.1/32 -j DROP
        -A f2b-sshd -s 203.0.113.2/32 -j RETURN
        -A f2b-sshd -j RETURN
        -A unseen -m set --match-set f2b-unseen src -j DROP
        """

    @Test func `a chain is used where packets come to it, and holds whom its rules keep out`() {
        let rules = FilterRules(Self.rules)
        #expect(rules.reach("f2b-sshd") && rules.reach("guests") && !rules.reach("f2b-idle"))
        #expect(rules.bans(in: "f2b-sshd").map(\.description) == ["192.0.2.1", "198.51.100.0/24"])
        #expect(rules.look(at: "f2b-mail") && rules.chains == ["f2b-sshd", "f2b-idle", "guests"])
        for set in ["f2b-other", "f2b-allowed", "f2b-unseen", "f2b"] { #expect(!rules.look(at: set), "\(set)") }
        let holding = FirewallHolding(holding: rules.bans(in: "f2b-sshd"))
        let bans = ["192.0.2.1", "198.51.100.7", "203.0.113.2"].compactMap { IPNetwork($0) }
        #expect(bans.map(holding.holds) == [true, true, false])
    }

    @Test(arguments: [
        ("<iptables> -I f2b-sshd 1 -s <ip> -j <blocktype>", "chain f2b-sshd"),
        ("ipset -exist add <ipmset> <ip> timeout <ipsettime>", "set <ipmset>"),
        ("ipset add <ipmset> <ip> timeout <ipsettime> -exist", "set <ipmset>"),
        ("ipset --test f2b-sshd <ip> ||  ipset --add f2b-sshd <ip>", "set f2b-sshd"),
        ("echo +<ip> > /proc/net/xt_recent/<iptname>", ""), ("<iptables> -F f2b-sshd", ""), ("", ""),
        ("sh -c 'iptables -I x -s <ip>'", ""),
    ])
    func `where an action puts a ban is read from its own command`(command: String, keeper: String) {
        #expect(IPTables.keeper(in: command).map { "\($0.keeper) \($0.name)" } ?? "" == keeper)
    }

    @Test func `no name of an action is taken for an option or another program`() {
        func place(_ name: String, _ hook: String = "INPUT", _ program: String = "iptables") -> IPTables.Place? {
            IPTables.Place(keeper: .chain, name: name, hook: hook, program: program)
        }
        #expect(place("f2b-sshd")?.title == "iptables filter f2b-sshd" && place("f2b-sshd", "DOCKER-USER") != nil)
        for name in ["", "-F", "f2b sshd", "f2b\nx", "f2b;x", String(repeating: "f", count: 33)] {
            #expect(place(name) == nil && place("x", name) == nil, "\(name)")
        }
        #expect(place("x", "INPUT", "/tmp/iptables") == nil && place("x", "INPUT", "ip6tables-legacy") != nil)
        #expect(IPTables.program(in: "/usr/sbin/ip6tables -w 5") == "ip6tables")
        #expect(IPTables.program(in: "iptables <lockingopt>") == "iptables")
        #expect(IPTables.program(in: "iptables -w -t raw") == nil && IPTables.program(in: "") == nil)
    }

    @Test func `the members of a set are read, and a network that it keeps address by address`() throws {
        let text = """
            create f2b-sshd hash:ip family inet hashsize 1024 maxelem 65536 timeout 0
            add f2b-sshd 192.0.2.0 timeout 0
            add f2b-sshd 192.0.2.255
            add f2b-sshd 198.51.100.7 timeout 5
            """
        var holding = FirewallHolding(holding: IPTables.members(in: text))
        let network = try #require(IPNetwork("192.0.2.0/24"))
        #expect(!holding.holds(network))
        holding.splitsNetworks = true
        let wider = try #require(IPNetwork("192.0.2.0/23"))
        #expect(holding.isWhole(for: [network]) && !holding.isWhole(for: [wider]))
    }

    @Test func `how many rules lead to a chain or look at a set is read`() {
        #expect(IPTables.number(after: "References: ", in: "Name: x\nReferences: 12\nNumber of entries: 1\n") == 12)
        #expect(IPTables.number(before: " references)", in: "Chain f2b-x (0 references)\ntarget\n") == 0)
        #expect(IPTables.number(after: "References: ", in: "") == nil)
        #expect(IPTables.number(before: " references)", in: "Chain INPUT (policy ACCEPT)\n") == nil)
    }

    @Test func `ports are read as the firewall reads them`() {
        let names = PortNames(
            services: "# x\nssh\t22/tcp  # y\ndomain 53/udp\nhttp 80/tcp www\nfoo-bar 99/tcp\nbad x/tcp\n")
        #expect(names.ranges("ssh,2222") == [22...22, 2222...2222])
        #expect(
            names.ranges("0:65535") == [0...65_535]
                && names.ranges("80-90, www,foo-bar") == [80...90, 80...80, 99...99])
        for setting in ["", "domain", "nosuch", "1:2:3", "9:1", "70000"] {
            #expect(names.ranges(setting) == nil, "\(setting)")
        }
    }

    @Test func `a jail's service is known by the words of its name`() {
        func programs(_ jail: String) -> [String] { KnownService.of(jail: jail)?.programs.sorted() ?? [] }
        #expect(
            programs("sshd") == ["sshd"] && programs("my-ssh-2") == ["sshd"] && programs("Postfix-SASL") == ["master"])
        #expect(programs("recidive") == [] && programs("sshdx") == [])
    }

    @Test func `sockets that wait for others are read from the kernel's table`() {
        let table = """
              sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
               0: 00000000:08AE 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1 0 100 0 0 10 0
               1: 0100007F:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4712 1 0 100 0 0 10 0
               2: 0A000001:0016 0B000001:C000 01 00000000:00000000 00:00000000 00000000     0        0 4713 1 0 100 0 0 10 0
               3: 00000000000000000000000000000000:0019 00000000000000000000000000000000:0000 0A 0:0 0:0 0 0 0 4714 1
               4: 00000000000000000000000001000000:001A 00000000000000000000000000000000:0000 0A 0:0 0:0 0 0 0 4715 1
            """
        #expect(KernelTables.listeners(tcp: table) == [4711: 2222, 4714: 25])
    }
}
