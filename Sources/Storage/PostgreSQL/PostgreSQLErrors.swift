internal import CPostgreSQL

extension StorageError {
    /// What an error that PostgreSQL told means, by its code:
    /// https://www.postgresql.org/docs/15/errcodes-appendix.html. The values of rows, which a detail may hold, are left
    /// out.
    init(postgreSQL result: OpaquePointer?) {
        let code = Self.field(result, "C")
        let words = Self.field(result, "M")
        switch code.prefix(2) {
        case "23":
            self = .constraint(words)
        case "08":
            self = .unreachable(words)
        case "40":
            self = .busy
        case "XX" where code != "XX000":
            self = .damaged(words)
        default:
            switch code {
            case "53100": self = .full
            case "55P03": self = .busy
            case "53300", "57P01", "57P02", "57P03", "25P03", "3D000": self = .unreachable(words)
            default: self = .failed("\(words) (\(code))")
            }
        }
    }

    /// Whether PostgreSQL gave up one of several transactions that stood in each other's way, so that it may pass when
    /// it is tried again.
    static func isConflict(_ result: OpaquePointer?) -> Bool {
        ["40001", "40P01"].contains(field(result, "C"))
    }

    private static func field(_ result: OpaquePointer?, _ name: Unicode.Scalar) -> String {
        guard let text = PQresultErrorField(result, CInt(name.value)) else { return "" }
        return String(cString: text)
    }
}

/// A write that stood in another's way and may be tried again.
struct PostgreSQLConflict: Error {}
