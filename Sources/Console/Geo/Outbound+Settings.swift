public import Logging
public import Outbound

extension Outbound {
    /// The way out within what the settings let through.
    public convenience init(_ settings: OutboundSettings, gate: any OutboundGate = OpenGate(), logger: Logger) {
        self.init(allowed: settings.allowed, authorities: settings.authorities, gate: gate, logger: logger)
    }
}
