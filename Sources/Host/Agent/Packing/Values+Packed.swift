import Fail2ban

extension PackedWriter {
    /// An id: 0 and 4 bytes, 1 and 16 bytes, 2 with 16 bytes and a length, or 3 and a text.
    mutating func id(_ id: BanID) {
        switch id {
        case .address(let address) where address.family == .v4:
            byte(0)
            for part in address.sortable.suffix(4) { byte(part) }
        case .address(let address):
            byte(1)
            for part in address.sortable { byte(part) }
        case .network(let network):
            byte(2)
            for part in network.first.sortable { byte(part) }
            byte(UInt8(network.length))
        case .raw(let text):
            byte(3)
            self.text(text)
        }
    }

    mutating func time(_ time: BanTime) { signed(time.fail2ban) }

    mutating func localTime(_ time: LocalTime) { for field in time.fields { count(field) } }
}

extension PackedReader {
    private static let mappedPrefix = [UInt8](repeating: 0, count: 10) + [0xff, 0xff]

    mutating func id() throws(PackedError) -> BanID {
        switch try byte() {
        case 0: return .address(try address(Self.mappedPrefix + block(of: 4)))
        case 1: return .address(try address(Array(try block(of: 16))))
        case 2:
            let first = try address(Array(try block(of: 16)))
            guard let network = IPNetwork(around: first, length: Int(try byte())) else { throw .noSuchValue }
            return .network(network)
        case 3: return .raw(try text())
        default: throw .noSuchValue
        }
    }

    private func address(_ bytes: [UInt8]) throws(PackedError) -> IPAddress {
        guard let address = IPAddress(sortable: bytes) else { throw .noSuchValue }
        return address
    }

    mutating func time() throws(PackedError) -> BanTime {
        guard let time = BanTime(fail2ban: try signed()) else { throw .noSuchValue }
        return time
    }

    mutating func localTime() throws(PackedError) -> LocalTime {
        var fields: [Int] = []
        for _ in 0..<6 { fields.append(Int(clamping: try number())) }
        guard let time = LocalTime(fields: fields) else { throw .noSuchValue }
        return time
    }

    mutating func jail() throws(PackedError) -> JailName { JailName(existing: try text()) }
}
