internal import Crypto
internal import Storage

/// The hash that ties an entry of the audit log to all before it: SHA-256 over an encoding in which no two different
/// entries are the same bytes. `docs/audit.md` describes it, so that another program can check a log.
enum AuditHash {
    /// Bytes of a hash.
    static let size = 32
    /// The first byte of the encoding.
    static let version: UInt8 = 1

    /// The hash of a record with its number and the hash before it.
    static func of(_ record: AuditRecord) -> [UInt8] { Array(SHA256.hash(data: encoding(record))) }

    /// The version, then each field in this order.
    static func encoding(_ record: AuditRecord) -> [UInt8] {
        var bytes: [UInt8] = [version]
        bytes.reserveCapacity(512)
        append(record.previous, to: &bytes)
        append(record.sequence, to: &bytes)
        append(record.at, to: &bytes)
        append(record.actorID, to: &bytes)
        append(record.actorName, to: &bytes)
        append(record.origin, to: &bytes)
        append(record.address, to: &bytes)
        append(record.kind, to: &bytes)
        append(record.subject, to: &bytes)
        append(record.host, to: &bytes)
        append(record.jail, to: &bytes)
        append(record.before, to: &bytes)
        append(record.after, to: &bytes)
        append(record.result, to: &bytes)
        append(record.detail, to: &bytes)
        append(record.operationID, to: &bytes)
        return bytes
    }

    /// A field that is there: 1, its length as four bytes, the most significant first, and itself.
    private static func append(_ field: some Collection<UInt8>, to bytes: inout [UInt8]) {
        bytes.append(1)
        withUnsafeBytes(of: UInt32(field.count).bigEndian) { bytes.append(contentsOf: $0) }
        bytes.append(contentsOf: field)
    }

    /// A text as UTF-8; 0 where it is absent.
    private static func append(_ text: String?, to bytes: inout [UInt8]) {
        guard let text else { return bytes.append(0) }
        append(text.utf8, to: &bytes)
    }

    /// An integer in eight bytes of two's complement, the most significant first; 0 where it is absent.
    private static func append(_ integer: Int64?, to bytes: inout [UInt8]) {
        guard let integer else { return bytes.append(0) }
        append(withUnsafeBytes(of: integer.bigEndian) { Array($0) }, to: &bytes)
    }
}
