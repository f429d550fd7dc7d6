import Console
import HTML

/// Where an address is in few letters, country and network, each a link to what happened from there. Nothing where nothing is
/// known.
func originMark(_ origin: Origin?, _ query: EventListQuery, in frame: PageFrame) -> HTML {
    originMark(
        origin, country: { code in .events(query.changed { $0.country = code }) },
        network: { number in .events(query.changed { $0.network = number }) }, in: frame)
}

/// The same with links of one's own.
///
/// - Parameter isNamed: whether the name of the network stands beside its number, as far as there is room.
func originMark(
    _ origin: Origin?, isNamed: Bool = false, country link: (_ code: String) -> Link,
    network networkLink: (_ number: String) -> Link, in frame: PageFrame
) -> HTML {
    guard let origin, !origin.isEmpty else { return HTML() }
    return span(.class("origin")) {
        if let country = origin.country {
            a(
                .class("quiet"), .title(countryName(country.code, in: frame)),
                .href(frame.path(link(country.code)))
            ) {
                span(.class("visually-hidden")) { countryName(country.code, in: frame) }
                span(.decorative) { inert(country.code, in: frame) }
            }
        }
        if let network = origin.network {
            a(
                .class("quiet origin-network"), .title(visible(network.name)),
                .href(frame.path(networkLink("\(network.number)")))
            ) {
                "AS\(network.number)"
                if isNamed, !network.name.isEmpty {
                    " "
                    span(.class("origin-name")) { inert(network.name, in: frame) }
                }
            }
        }
    }
}

extension Origin {
    /// Whether neither country nor network is known.
    var isEmpty: Bool { country == nil && network == nil }
}

/// Data that answered, and of which day it is.
func sourceWords(_ source: Origin.Source, in frame: PageFrame) -> String {
    guard let moment = source.builtAt else { return source.name }
    return frame[.placeSource, source.name, shortDate(moment, in: frame)]
}
