import Console
import HTML

/// Where an address is in few letters, country and network, each a link to what happened from there. Nothing where nothing is
/// known.
func originMark(_ origin: Origin?, _ query: EventListQuery, in frame: PageFrame) -> HTML {
    guard let origin, origin.country != nil || origin.network != nil else { return HTML() }
    return span(.class("origin")) {
        if let country = origin.country {
            a(
                .class("quiet"), .title(countryName(country.code, in: frame)),
                .href(frame.path(.events(query.changed { $0.country = country.code })))
            ) {
                span(.class("visually-hidden")) { countryName(country.code, in: frame) }
                span(.decorative) { inert(country.code, in: frame) }
            }
        }
        if let network = origin.network {
            a(
                .class("quiet origin-network"), .title(visible(network.name)),
                .href(frame.path(.events(query.changed { $0.network = "\(network.number)" })))
            ) { "AS\(network.number)" }
        }
    }
}

/// Data that answered, and of which day it is.
func sourceWords(_ source: Origin.Source, in frame: PageFrame) -> String {
    guard let moment = source.builtAt else { return source.name }
    return frame[.placeSource, source.name, shortDate(moment, in: frame)]
}
