internal import CPostgreSQL

/// Where a PostgreSQL database is and how to sign in to it: `postgres://user:password@host:port/name?sslmode=…`, in all
/// the forms of https://www.postgresql.org/docs/15/libpq-connect.html#LIBPQ-CONNSTRING-URIS.
public struct PostgreSQLAddress: Hashable, Sendable {
    /// The whole address, with its password: never to be shown or logged.
    let url: String
    /// The address as it may be shown: without password and parameters.
    public let shown: String

    /// Reads an address; nil where it is none. What is wrong with it is not told, since the words could hold the
    /// password.
    public init?(_ url: String) {
        guard url.hasPrefix("postgres://") || url.hasPrefix("postgresql://"), !url.utf8.contains(0) else { return nil }
        guard let options = PQconninfoParse(url, nil) else { return nil }
        defer { PQconninfoFree(options) }
        var values: [String: String] = [:]
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val { values[String(cString: keyword)] = String(cString: value) }
            option += 1
        }
        guard values["dbname"] != nil else { return nil }
        self.url = url
        let user = values["user"].map { $0 + "@" } ?? ""
        let port = values["port"].map { ":" + $0 } ?? ""
        shown = "postgres://\(user)\(values["host"] ?? "")\(port)/\(values["dbname"] ?? "")"
    }
}
