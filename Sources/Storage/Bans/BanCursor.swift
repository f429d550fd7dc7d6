internal import FoundationEssentials

/// Why a list cannot go on from where it was asked to.
public enum CursorError: Error, Equatable, Sendable {
    /// The cursor was not made by this list.
    case malformed
}

/// The last row of a page, written so that it can stand in a URL: base64url of the order, the jail (only where the list
/// is sorted by it) and the place.
struct BanCursor: Hashable {
    let sort: BanQuery.Sort
    /// Host and jail of the row; empty unless the list is sorted by jail.
    let host: String
    let jail: String
    let place: BanPlace

    /// The text form.
    var text: String {
        var bytes: [UInt8] = [sort.rawValue]
        bytes.append(contentsOf: UInt64(bitPattern: place.number).bigEndianBytes)
        switch place.key {
        case .integer(let integer): bytes.append(contentsOf: UInt64(bitPattern: integer).bigEndianBytes)
        case .bytes(let key): bytes.append(contentsOf: [UInt8(truncatingIfNeeded: key.count)] + key)
        case .null, .text: break
        }
        if sort == .jail { bytes.append(contentsOf: jail.utf8 + [0] + host.utf8) }
        return Data(bytes).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// Reads the text form; it must belong to a list of this order.
    init(_ text: String, sort: BanQuery.Sort) throws(CursorError) {
        let padded =
            text.replacing("-", with: "+").replacing("_", with: "/")
            + String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        guard text.utf8.count <= 2000, let data = Data(base64Encoded: padded) else { throw .malformed }
        var bytes = [UInt8](data)[...]
        guard bytes.popFirst() == sort.rawValue, let number = UInt64(bigEndianBytes: bytes.prefix(8)) else {
            throw .malformed
        }
        bytes = bytes.dropFirst(8)
        let key: Value
        switch sort {
        case .newest, .oldest, .endingSoonest:
            guard let integer = UInt64(bigEndianBytes: bytes) else { throw .malformed }
            key = .integer(Int64(bitPattern: integer))
            bytes = []
        case .address, .jail:
            guard let count = bytes.popFirst(), (16...17).contains(count), bytes.count >= count else {
                throw .malformed
            }
            key = .bytes([UInt8](bytes.prefix(Int(count))))
            bytes = bytes.dropFirst(Int(count))
        }
        let names = bytes.split(separator: 0, omittingEmptySubsequences: false)
        guard sort == .jail ? names.count == 2 : bytes.isEmpty else { throw .malformed }
        guard let jail = String(validating: names[0], as: UTF8.self),
            let host = String(validating: names.last ?? [], as: UTF8.self)
        else { throw .malformed }
        self.init(sort: sort, host: host, jail: jail, place: BanPlace(key, Int64(bitPattern: number)))
        // One spelling only: no padding, no loose bits.
        guard self.text.utf8.elementsEqual(text.utf8) else { throw .malformed }
    }

    init(sort: BanQuery.Sort, host: String, jail: String, place: BanPlace) {
        self.sort = sort
        self.host = host
        self.jail = jail
        self.place = place
    }
}

extension UInt64 {
    fileprivate var bigEndianBytes: [UInt8] { withUnsafeBytes(of: bigEndian) { [UInt8]($0) } }

    fileprivate init?(bigEndianBytes bytes: ArraySlice<UInt8>) {
        guard bytes.count == 8 else { return nil }
        self = bytes.reduce(0) { $0 << 8 | UInt64($1) }
    }
}
