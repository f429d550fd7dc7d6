import Fail2ban
import Testing

@testable import Host

@Suite struct KernelTableTests {
    @Test func `the gateway of a route is read in the machine's byte order`() {
        let table = """
            Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT
            eth0\t00000000\t010200C0\t0003\t0\t0\t100\t00000000\t0\t0\t0
            eth0\t000200C0\t00000000\t0001\t0\t0\t100\t00FFFFFF\t0\t0\t0
            """
        #expect(KernelTables.gateways(route: table).map(\.description) == ["192.0.2.1"])
    }

    @Test func `the gateway of an IPv6 route is read in network order`() {
        let zero = String(repeating: "0", count: 32)
        let hop = "20010db8000000000000000000000001"
        let table = """
            \(zero) 00 \(zero) 00 \(hop) 00000400 00000001 00000000 00000003     eth0
            20010db8\(String(repeating: "0", count: 24)) 40 \(zero) 00 \(zero) 00000100 00000001 00000000 00000001 eth0
            """
        #expect(KernelTables.gateways(ipv6Route: table).map(\.description) == ["2001:db8::1"])
    }

    @Test func `the other ends of open SSH sessions are read, and nothing else`() {
        let v4 = """
              sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
               0: 00000000:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1
               1: 010200C0:0016 076433C6:C001 01 00000000:00000000 00:00000000 00000000     0        0 2
               2: 010200C0:0050 086433C6:C002 01 00000000:00000000 00:00000000 00000000     0        0 3
               3: 010200C0:0016 096433C6:C003 06 00000000:00000000 00:00000000 00000000     0        0 4
            """
        let v6 = """
              sl  local_address rem_address st
               0: B80D0120000000000000000001000000:08AE B80D0120000000000000000002000000:C001 01
               1: 0000000000000000FFFF0000010200C0:0016 0000000000000000FFFF00000A6433C6:C001 01
            """
        #expect(KernelTables.peers(tcp: v4, ports: [22]).map(\.description) == ["198.51.100.7"])
        #expect(
            KernelTables.peers(tcp: v6, ports: [22, 2222]).map(\.description) == ["2001:db8::2", "198.51.100.10"])
    }

    @Test func `ports are those of the server's files and twenty-two`() {
        let files = ["# Port 1\nPort 2222\nPortX 9\n", "port=2022\nPort\nPort x"]
        #expect(SSHPorts.configured(in: files) == [22, 2222, 2022])
    }

    @Test func `tables that are none give nothing`() {
        for table in ["", "x", "a b c d e f g h i j", "0: zz:0016 zz:0016 01"] {
            #expect(KernelTables.gateways(route: table) == [])
            #expect(KernelTables.gateways(ipv6Route: table) == [])
            #expect(KernelTables.peers(tcp: table, ports: [22]) == [])
        }
    }

    @Test func `a process's start is the twenty-second field after a name that holds anything`() {
        let fields = (3...30).map(String.init).joined(separator: " ")
        #expect(ProcessStart.startTicks("7 (a) (b 1 2 3) \(fields)") == 22)
        #expect(ProcessStart.bootTime("cpu 1\nbtime 1700000000\nx 1\n") == 1_700_000_000)
    }
}
