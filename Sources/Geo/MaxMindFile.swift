internal import CMaxMindDB
public import Fail2ban

/// A database of the MaxMind format (MMDB): countries, networks or both, from DB-IP, IPLocate, IPinfo or MaxMind.
///
/// The file is mapped, so that it takes no memory of its own. It must not be written to while it is open: whoever updates one puts
/// a new file in its place.
public final class MaxMindFile: GeoLayer, @unchecked Sendable {
    // The library only reads from what it points to, until `deinit`, from any number of threads.
    private let file: OpaquePointer

    /// What the file says of itself, such as `DBIP-Country-Lite`.
    public let name: String
    /// When its data was made, in epoch seconds.
    public let builtAt: Int64?

    /// Opens a file.
    public init(path: String) throws(GeoDataError) {
        var opened: OpaquePointer?
        let status = bangui_mmdb_open(path, &opened)
        guard status == 0, let opened else { throw .database(String(cString: bangui_mmdb_error(status))) }
        file = opened
        name = Self.text(bangui_mmdb_type(opened)) ?? ""
        builtAt = Int64(clamping: bangui_mmdb_built(opened))
    }

    deinit { bangui_mmdb_close(file) }

    /// What the file knows of an address; nothing where it has no record, or a damaged one.
    public func place(of address: IPAddress) -> GeoPlace { (try? checkedPlace(of: address)) ?? GeoPlace() }

    /// What the file knows of an address.
    ///
    /// - Throws: `GeoDataError.database` where the library cannot follow it to the address.
    func checkedPlace(of address: IPAddress) throws(GeoDataError) -> GeoPlace {
        var offset = UInt32.max
        let status = bangui_mmdb_find(file, address.sortable, &offset)
        guard status == 0 else { throw .database(String(cString: bangui_mmdb_error(status))) }
        guard offset != UInt32.max else { return GeoPlace() }
        let country = Self.countryPaths.lazy.compactMap { self.text(offset, $0).flatMap { CountryCode($0) } }.first
        return GeoPlace(country: country, network: network(offset))
    }

    /// Where the known databases have the country.
    private static let countryPaths = [["country", "iso_code"], ["country_code"], ["registered_country", "iso_code"]]

    private func network(_ offset: UInt32) -> GeoNetwork? {
        let number =
            number(offset, ["autonomous_system_number"])
            ?? text(offset, ["asn"]).flatMap { UInt32($0.hasPrefix("AS") ? $0.dropFirst(2) : $0[...]) }
        guard let number, number > 0 else { return nil }
        let name =
            text(offset, ["autonomous_system_organization"]) ?? text(offset, ["as_name"]) ?? text(offset, ["name"])
        return GeoNetwork(number: number, name: name ?? "")
    }

    private func text(_ offset: UInt32, _ path: [String]) -> String? {
        Self.withPath(path) { Self.text(bangui_mmdb_get_text(file, offset, $0)) }
    }

    private func number(_ offset: UInt32, _ path: [String]) -> UInt32? {
        let number = Self.withPath(path) { bangui_mmdb_get_number(file, offset, $0) }
        return number == 0 ? nil : number
    }

    /// Texts are others': one that is longer than any name is cut.
    private static func text(_ text: bangui_mmdb_text) -> String? {
        guard let bytes = text.bytes else { return nil }
        let buffer = UnsafeRawBufferPointer(start: bytes, count: min(Int(text.count), 256))
        return String(decoding: buffer, as: UTF8.self)
    }

    private static func withPath<Result>(
        _ path: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> Result
    ) -> Result {
        func step(_ rest: ArraySlice<String>, _ pointers: [UnsafePointer<CChar>?]) -> Result {
            guard let first = rest.first else {
                return (pointers + [nil]).withUnsafeBufferPointer { body($0.baseAddress) }
            }
            return first.withCString { step(rest.dropFirst(), pointers + [$0]) }
        }
        return step(path[...], [])
    }
}
