/// A service on the network that tells where addresses are. Whoever asks one tells it, and all on the way, who was seen here.
public enum GeoService: String, CaseIterable, Hashable, Sendable {
    /// None is asked.
    case none
    /// ip-api.com.
    case ipAPI = "ip-api.com"
}
