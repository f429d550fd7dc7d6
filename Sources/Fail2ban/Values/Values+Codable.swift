// Each value is coded as the text or number by which fail2ban knows it, and decoded through its own reader: what comes in
// from outside is a value that could have been made here, or an error.

extension BanID: Codable {
    /// Reads an id as fail2ban tells it.
    public init(from decoder: any Decoder) throws {
        self.init(reading: try decoder.singleValueContainer().decode(String.self))
    }

    /// Writes the text by which fail2ban knows it.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}

extension JailName: Codable {
    /// Reads the name of a jail that exists; an empty one is an error.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        self.init(existing: try container.decode(String.self))
        guard !text.isEmpty else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "a jail without a name")
        }
    }

    /// Writes the name.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}

extension IPNetwork: Codable {
    /// Reads a network in its canonical spelling only.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let network = IPNetwork(text), "\(network)".utf8.elementsEqual(text.utf8) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "no network")
        }
        self = network
    }

    /// Writes `address/length`, or the address alone.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension BanTime: Codable {
    /// Reads seconds, or -1 for ever.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let number = try container.decode(Int64.self)
        guard number >= -1, let time = BanTime(fail2ban: number) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "no time of a ban")
        }
        self = time
    }

    /// Writes seconds, or -1 for ever.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(fail2ban)
    }
}

extension Fail2banVersion: Codable {
    /// Reads a version as the daemon says it.
    public init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode(String.self))
    }

    /// Writes the text as the daemon says it.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
