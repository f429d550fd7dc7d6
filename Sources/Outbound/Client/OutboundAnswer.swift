internal import Fail2ban

/// What a server answered, after all redirects.
public struct OutboundAnswer: Sendable {
    /// The status: 200 to 299, or 304 where what is held is still what is there.
    public let status: Int
    /// The fields of the head by their names in lower case; of one that came several times the last.
    public let fields: [String: String]
    /// Bytes on the wire and once unpacked.
    public let size: OutboundSize
    /// Each server that was asked, in order, those of earlier tries left out.
    public let hops: [OutboundHop]
    /// Tries, the first included.
    public let tries: Int

    /// Whether what is held is still what is there.
    public var isUnchanged: Bool { status == 304 }
}

/// How much came.
public struct OutboundSize: Hashable, Sendable {
    /// Bytes of the body on the wire.
    public var wire = 0
    /// Bytes of the body once unpacked.
    public var unpacked = 0
}

/// One server that was asked, or would have been.
public struct OutboundHop: Sendable {
    /// Where it went.
    public let link: OutboundLink
    /// What the name stands for, each with its verdict.
    public var addresses: [(AnsweredAddress, AddressVerdict)] = []
    /// The address that was dialled.
    public var dialled: String?
    /// What it answered; nil where it did not.
    public var status: Int?
    /// Who signed its certificate, and until when it holds.
    public var certificate: OutboundCertificate?
    /// How long it took, the name included.
    public var took: Duration = .zero
    /// Where it sends on to, as it said it.
    public var location: String?
}

/// What a server showed of itself.
public struct OutboundCertificate: Hashable, Sendable {
    /// Who signed it.
    public let issuer: String
    /// Until when it holds, as the library writes it.
    public let expires: String
}

/// Where a body goes, piece by piece, on the thread of the exchange; what takes long holds the server back.
public protocol OutboundSink: AnyObject, Sendable {
    /// Begins anew, as another try does: what was taken before is nothing.
    func begin() throws
    /// Takes the next piece.
    func take(_ bytes: UnsafeRawBufferPointer) throws
}

/// Throws a body away.
public final class NoSink: OutboundSink {
    /// It holds nothing.
    public init() {}
    /// Nothing to do.
    public func begin() {}
    /// Nothing to do.
    public func take(_ bytes: UnsafeRawBufferPointer) {}
}
