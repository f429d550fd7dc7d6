import Pickle

/// Gathers the chunks of one reply and knows when it is whole: at the end of its pickle the terminator must follow.
struct ReplyScanner: Sendable {
    private var bytes: [UInt8] = []
    private var scanner: PickleScanner
    private var pickleEnd: Int?

    init(limits: PickleLimits) { scanner = PickleScanner(limits: limits) }

    /// Adds a chunk; gives the pickle's bytes once the reply is whole. Throws as soon as it cannot become one.
    mutating func append(_ chunk: some Sequence<UInt8>) throws(Fail2banError) -> [UInt8]? {
        bytes.append(contentsOf: chunk)
        do {
            if pickleEnd == nil { pickleEnd = try scanner.end(in: bytes) }
        } catch {
            throw Fail2banError.malformedReply("\(error)")
        }
        guard let pickleEnd else { return nil }
        let rest = bytes[pickleEnd...]
        guard rest.count <= Frame.terminator.count, Frame.terminator.starts(with: rest) else {
            throw Fail2banError.malformedReply("no terminator after the reply")
        }
        return rest.count == Frame.terminator.count ? Array(bytes[..<pickleEnd]) : nil
    }
}
