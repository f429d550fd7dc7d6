/// Something that someone does at a service, at a moment.
struct Attempt: Equatable, Sendable {
    enum Kind: Equatable, Sendable {
        /// A failed login, or a request for a page that only attackers ask for.
        case failure
        /// Everyday use; no filter matches it.
        case visit
    }

    /// UTC epoch milliseconds.
    var at: Int64
    let service: DemoService
    let address: String
    let kind: Kind
    /// The login name tried; for a web scan, the path asked for.
    let name: String
    /// Ports, process ids and the like follow from it.
    let detail: UInt64
}
