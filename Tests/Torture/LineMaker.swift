import Storage

/// Makes the lines that lead to a ban, as services write them: half of the failures are of a few names, the others of many, and now
/// and then a stranger writes bytes that are no text.
struct LineMaker {
    private var random = Numbers(state: 7)

    private static let common = ["root", "admin", "test", "ubuntu", "oracle", "postgres", "git", "www-data"]

    /// Ten lines of one address at a moment, in UTC epoch seconds.
    mutating func lines(of event: EventRecord) -> [[UInt8]] {
        let address = event.banID ?? "?"
        return (0..<10).map { number in line(address, event.at - Int64(90 - number * 9)) }
    }

    private mutating func line(_ address: String, _ moment: Int64) -> [UInt8] {
        let name = draw(2) == 0 ? Self.common[draw(8)] : "user\(draw(20_000))"
        let (hour, minute, second) = (moment / 3600 % 24, moment / 60 % 60, moment % 60)
        let time = "Nov \(moment / 86_400 % 30 + 1) \(two(hour)):\(two(minute)):\(two(second))"
        let pid = 1000 + draw(4_000_000)
        switch draw(40) {
        case 0:
            return Array("\(time) web1 sshd[\(pid)]: Invalid user ".utf8) + [0xff, 0x00, 0x1b, 0xc3]
                + Array("'; DROP TABLE events;-- from \(address) port \(1024 + draw(60_000))".utf8)
        case 1..<12:
            return Array(
                "\(time) web1 dovecot: imap-login: Disconnected (auth failed, 1 attempts): user=<\(name)@example.org>, rip=\(address)"
                    .utf8)
        default:
            return Array(
                "\(time) web1 sshd[\(pid)]: Failed password for invalid user \(name) from \(address) port \(1024 + draw(60_000)) ssh2"
                    .utf8)
        }
    }

    private func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }

    private mutating func draw(_ count: UInt64) -> Int { Int(random.next() % count) }
}

/// SplitMix64: the same numbers at every run.
private struct Numbers {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
