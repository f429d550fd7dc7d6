/// The words of: geo data.
extension Text {
    static let geoBoth = Text("geo.both", "Countries and networks")
    static let geoCountries = Text("geo.countries", "Countries")
    static let geoKept = Text("geo.kept", "the last good one is used")
    static let geoLoaded = Text("geo.loaded", "in use")
    static let geoMade = Text("geo.made", "as of")
    static let geoNetworks = Text("geo.networks", "Networks")
    static let geoNone = Text(
        "geo.none",
        "There is none, so that no page tells countries or networks. bangui geo update fetches some, once you agree.")
    static let geoRefused = Text("geo.refused", "cannot be used")
    static let geoSent = Text(
        "geo.sent",
        "Addresses of visitors that no file knows are sent there, to a third party, unencrypted. bangui geo online --withdraw ends that."
    )
    static let geoTitle = Text("geo.title", "Geo data")
    static let geoUnneeded = Text("geo.unneeded", "not needed: others tell the same")
}
