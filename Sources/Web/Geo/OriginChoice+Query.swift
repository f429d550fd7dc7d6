package import Console

extension OriginChoice {
    /// Reads `country` and `network` of a query; what is empty counts as not given.
    init(_ query: FormFields, _ faults: inout [FieldFault]) {
        self.init(country: query["country"] ?? "", network: query["network"] ?? "", &faults)
    }

    /// Reads the texts of both; what is empty counts as not given.
    init(country: String, network: String, _ faults: inout [FieldFault]) {
        self.init()
        if !country.isEmpty {
            self.country = Self.country(country)
            if self.country == nil {
                faults.append(FieldFault("country", "Give a country by two letters, such as DE; ZZ for none known."))
            }
        }
        if !network.isEmpty {
            self.network = Self.network(network)
            if self.network == nil {
                faults.append(FieldFault("network", "Give a network by its number, such as AS64496."))
            }
        }
    }

    /// Reads the words of a command or the parts of a body; nil for none.
    ///
    /// - Throws: `OperationError.invalid` with every fault.
    package init(country: String?, network: String?) throws(OperationError) {
        var faults: [FieldFault] = []
        self.init(country: country ?? "", network: network ?? "", &faults)
        guard faults.isEmpty else { throw .invalid(faults) }
    }
}
