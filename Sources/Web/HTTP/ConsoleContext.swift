import Fail2ban
public import Hummingbird
import Logging
import NIOCore

/// What accompanies a request on its way to a handler.
public struct ConsoleContext: RequestContext {
    /// What Hummingbird itself needs.
    public var coreContext: CoreRequestContextStorage
    /// The address of the other end of the connection, a proxy's where there is one.
    let peer: IPAddress?
    /// The connection, for an answer that has no end of its own.
    let channel: any Channel
    /// What the request asks for, for the audit log where nothing comes of it.
    let attempt = Attempt()

    /// Takes the connection that the request came by.
    public init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        channel = source.channel
        peer = source.channel.remoteAddress?.ipAddress.flatMap { IPAddress($0) }
    }

    /// Names the request in answers and in the log.
    var requestID: String { logger[metadataKey: "hb.request.id"].map { "\($0)" } ?? "" }
}
