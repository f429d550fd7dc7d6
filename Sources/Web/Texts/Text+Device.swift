/// The words of: device.
extension Text {
    static let deviceOn = Text("device.on", "{0} on {1}")
    static let deviceUnknown = Text("device.unknown", "Unknown device")
}
