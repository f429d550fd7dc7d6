internal import CPostgreSQL

/// One row of a result in PostgreSQL's binary form, read in place.
struct PostgreSQLRow: Row {
    let result: OpaquePointer
    let row: CInt

    func isNull(_ column: Int) -> Bool {
        PQgetisnull(result, row, CInt(column)) == 1
    }

    func integer(_ column: Int) -> Int64 {
        withStored(column) { bytes in
            switch PostgreSQLType(PQftype(result, CInt(column))) {
            case .text: Int64(String(decoding: bytes, as: UTF8.self)) ?? 0
            case .numeric: PostgreSQLType.wholeNumber(ofNumeric: bytes)
            case .integer, .bytes: bytes.count > 8 ? 0 : PostgreSQLType.integer(bytes)
            }
        }
    }

    func text(_ column: Int) -> String {
        withBytes(column) { String(decoding: $0, as: UTF8.self) }
    }

    func bytes(_ column: Int) -> [UInt8] {
        withBytes(column) { [UInt8]($0) }
    }

    func withBytes<Result>(
        _ column: Int, _ body: (UnsafeRawBufferPointer) throws -> Result
    ) rethrows -> Result {
        try withStored(column) { stored in
            switch PostgreSQLType(PQftype(result, CInt(column))) {
            case .bytes: return try body(stored)
            case .text:
                guard PostgreSQLText.isEscaped(stored) else { return try body(stored) }
                return try PostgreSQLText.original(stored).withUnsafeBytes(body)
            case .integer, .numeric:
                guard !isNull(column) else { return try body(stored) }
                return try Array("\(integer(column))".utf8).withUnsafeBytes(body)
            }
        }
    }

    private func withStored<Result>(
        _ column: Int, _ body: (UnsafeRawBufferPointer) throws -> Result
    ) rethrows -> Result {
        let count = Int(PQgetlength(result, row, CInt(column)))
        return try body(UnsafeRawBufferPointer(start: PQgetvalue(result, row, CInt(column)), count: count))
    }
}

/// The types of values that statements bind and give, by PostgreSQL's numbers for them:
/// https://github.com/postgres/postgres/blob/REL_15_STABLE/src/include/catalog/pg_type.dat
enum PostgreSQLType {
    case integer
    case numeric
    case text
    case bytes

    init(_ number: Oid) {
        switch number {
        // bool, int8, int2, int4, oid
        case 16, 20, 21, 23, 26: self = .integer
        case 1700: self = .numeric
        case 17: self = .bytes
        // text, varchar, name, unknown …
        default: self = .text
        }
    }

    /// An integer of any width, the greatest byte first.
    static func integer(_ bytes: UnsafeRawBufferPointer) -> Int64 {
        guard let first = bytes.first else { return 0 }
        // A bool is one byte and never negative.
        let start: Int64 = bytes.count > 1 && first >= 0x80 ? -1 : 0
        return bytes.reduce(start) { $0 << 8 | Int64($1) }
    }

    /// The whole part of a `numeric`, such as a sum of integers gives: the number of digits to the base 10,000, the
    /// power of the first of them, sign, scale, digits, each of two bytes.
    static func wholeNumber(ofNumeric bytes: UnsafeRawBufferPointer) -> Int64 {
        func part(_ index: Int) -> Int64 {
            guard bytes.count >= 2 * index + 2 else { return 0 }
            return integer(UnsafeRawBufferPointer(rebasing: bytes[2 * index..<2 * index + 2]))
        }
        let (digits, power) = (part(0), part(1))
        guard power >= 0, power <= 4 else { return 0 }
        var number: Int64 = 0
        for index in 0...power {
            number = number &* 10_000 &+ (index < digits ? part(4 + Int(index)) : 0)
        }
        return part(2) == 0x4000 ? -number : number
    }
}
