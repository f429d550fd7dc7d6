extension EventOrigin {
    /// Reads what `EventColumns` has of an origin, from a column on.
    init(_ number: OriginNumber, _ row: any Row, from column: Int) {
        func source(_ column: Int) -> Source {
            let built = row.integer(column + 1)
            return Source(name: row.text(column), builtAt: built == 0 ? nil : built)
        }
        self.init()
        if let code = OriginNumber.code(number.country) {
            country = Country(code: code, source: source(column + 2))
        }
        if let asn = row.optionalInteger(column) {
            network = Network(number: asn, name: row.text(column + 1), source: source(column + 4))
        }
    }
}
