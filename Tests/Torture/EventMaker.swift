import Storage

/// Makes events like those of a busy host: nine in ten are failures found, of addresses in no order.
struct EventMaker {
    private var random = UInt64(20_261_121)
    private var offset: Int64 = 0
    private var count: Int64 = 0
    /// Different addresses at most.
    let addresses: UInt64
    /// The moment of the first event, in UTC epoch seconds.
    static let start: Int64 = 1_780_000_000
    /// The events of each second.
    static let rate: Int64 = 2

    init(addresses: UInt64) {
        self.addresses = addresses
    }

    mutating func next(_ count: Int) -> [EventRecord] { (0..<count).map { _ in next() } }

    private mutating func next() -> EventRecord {
        let dice = draw() % 1000
        let (kind, why): (EventKind, EventReason?) =
            switch dice {
            case 0..<900: (.found, nil)
            case 900..<945: (.ban, .failures)
            case 945..<985: (.unban, .expired)
            case 985..<990: (.restore, .started)
            case 990..<999: (.ignore, nil)
            default: (.unban, .hand)
            }
        let jail = draw() % 1000 == 0 ? "rare" : Self.jails[Int(draw() % UInt64(Self.jails.count))]
        // One address is found again and again, and never banned.
        let isHeavy = kind == .found && draw() % 4 == 0
        var event = EventRecord(
            host: "local", at: Self.start + count / Self.rate, millisecond: Int64(draw() % 1000), kind: kind,
            source: .log,
            jail: jail,
            banID: isHeavy ? "203.0.113.7" : id(draw() % addresses))
        event.why = why
        event.utcOffset = 3600
        // A generation for each week.
        let generation = UInt8(truncatingIfNeeded: (event.at - Self.start) / 604_800)
        event.place = EventPlace(generation: [UInt8](repeating: generation, count: 16), offset: offset)
        offset += 95
        count += 1
        return event
    }

    private func id(_ number: UInt64) -> String {
        let mixed = number &* 0x9E37_79B9_7F4A_7C15
        guard number % 10 != 0 else {
            return "2001:db8:\(String(mixed >> 48 | 0x1000, radix: 16))::\(String(mixed >> 32 & 0xffff | 1, radix: 16))"
        }
        return (0..<4).map { String(mixed >> (32 + 8 * UInt64($0)) & 0xff) }.joined(separator: ".")
    }

    private mutating func draw() -> UInt64 {
        random &+= 0x9E37_79B9_7F4A_7C15
        var mixed = random
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    static let jails = ["sshd", "nginx-http-auth", "postfix", "dovecot", "recidive", "web-scan", "vsftpd", "mysqld"]
}
