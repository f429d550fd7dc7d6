import FoundationEssentials

/// A value that crosses the agent's socket as packed bytes, in JSON as base64.
///
/// A list of 100,000 bans takes 20 ms of each end so, and is of 2 MB; in JSON with a name for each part it takes 400 ms of
/// each and is of 6 MB.
public protocol Packed: Codable {
    /// The packed bytes.
    var packed: [UInt8] { get }
    /// Reads packed bytes; an error where they are no such value.
    init(packed: [UInt8]) throws
}

extension Packed {
    /// Reads the packed bytes.
    public init(from decoder: any Decoder) throws {
        try self.init(packed: Array(try decoder.singleValueContainer().decode(Data.self)))
    }

    /// Writes the packed bytes.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(Data(packed))
    }
}
