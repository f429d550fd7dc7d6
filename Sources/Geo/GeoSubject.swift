internal import Fail2ban

/// What data of places can tell of an address.
public enum GeoSubject: String, CaseIterable, Hashable, Sendable {
    /// Its country.
    case country
    /// The network that it is in, by its number.
    case network
}

extension MaxMindFile {
    /// Addresses all over the internet: a sound file has a record for most of them.
    static let probes: [IPAddress] = {
        let v4 = (1...223).map { IPAddress(v4: UInt32($0) << 24 | 0x0040_0001) }
        let v6 = (UInt16(0x2001)...0x2c0f).filter { $0 % 16 == 1 }.compactMap { word in
            IPAddress(
                sortable: [UInt8(word >> 8), UInt8(word & 0xff), 4, 0x70] + [UInt8](repeating: 0, count: 11) + [1])
        }
        return v4 + v6
    }()

    /// What the file tells, by its own name and by what it says of some hundred addresses.
    ///
    /// - Throws: `GeoDataError.database` where it is damaged so that the library cannot follow it.
    public func subjects() throws(GeoDataError) -> Set<GeoSubject> {
        var found: Set<GeoSubject> = []
        let words = name.lowercased()
        if ["country", "city", "location", "enterprise"].contains(where: words.contains) { found.insert(.country) }
        if ["asn", "isp"].contains(where: words.contains) { found.insert(.network) }
        for address in Self.probes {
            let place = try checkedPlace(of: address)
            if place.country != nil { found.insert(.country) }
            if place.network != nil { found.insert(.network) }
        }
        return found
    }
}

extension GeoLayer {
    /// How many of some hundred addresses all over the internet it knows something of.
    public func reach() -> Int { MaxMindFile.probes.count { place(of: $0) != GeoPlace() } }
}
