/// The words of: map.
extension Text {
    static let mapAttempt = Text("map.attempt", "{0}: {1} attempt")
    static let mapAttempts = Text("map.attempts", "{0}: {1} attempts")
    static let mapBan = Text("map.ban", "{0}: {1} ban")
    static let mapBans = Text("map.bans", "{0}: {1} bans")
    static let mapBrokenTitle = Text("map.broken.title", "Nothing can be read")
    static let mapColumnCountry = Text("map.column.country", "Country")
    static let mapColumnNetwork = Text("map.column.network", "Network")
    static let mapColumnShare = Text("map.column.share", "Share")
    static let mapCountries = Text("map.countries", "Countries")
    static let mapKeys = Text(
        "map.keys", "Arrow keys go from country to country, the greatest number first; Enter opens its events.")
    static let mapLabelAttempts = Text("map.label.attempts", "Attempts by country, each a link to its events")
    static let mapLabelBans = Text("map.label.bans", "Bans by country, each a link to its events")
    static let mapLegendMore = Text("map.legend.more", "{0} and more")
    static let mapMeasure = Text("map.measure", "What is counted")
    static let mapNoDataAction = Text("map.noData.action", "How to get it")
    static let mapNoDataDetail = Text(
        "map.noData.detail",
        "BanGUI looks addresses up in files on this machine only, and there are none yet. Either command brings some; what happened before is then looked up too."
    )
    static let mapNoDataTitle = Text("map.noData.title", "No data about where addresses are")
    static let mapNotAskedDetail = Text(
        "map.notAsked.detail",
        "Nothing that happened in this time was looked up yet. Where there is data, a task does so bit by bit.")
    static let mapNotAskedTitle = Text("map.notAsked.title", "No country is known in this time")
    static let mapNote = Text(
        "map.note",
        "Where the network of an address is said to be when something happened, not where people sit. Borders are drawn as they are in fact."
    )
    static let mapNothingDetail = Text(
        "map.nothing.detail", "Countries appear here as soon as fail2ban tells of attempts or bans.")
    static let mapPanel = Text("map.panel", "Where from")
    static let mapRest = Text(
        "map.rest", "Besides these, {0} attempts and {1} bans that were not looked up yet.")
    static let mapStaleDetail = Text(
        "map.stale.detail", "What is shown was looked up before; what happens now has no country.")
    static let mapTitle = Text("map.title", "World map")
    static let mapWhole = Text("map.whole", "Whole map")
}

/// The words of: place.
extension Text {
    static let placeAsOf = Text("place.asOf", "as known")
    static let placeAsiaPacific = Text("place.asiaPacific", "Asia and the Pacific, no country named")
    static let placeCode = Text("place.code", "Code {0}")
    static let placeEurope = Text("place.europe", "Europe, no country named")
    static let placeCountry = Text("place.country", "Country")
    static let placeCountryNow = Text("place.country.now", "Country by the data of now")
    static let placeFilter = Text("place.filter", "From")
    static let placeFilterCountry = Text("place.filter.country", "Country by two letters; ZZ for unknown")
    static let placeFilterLegend = Text("place.filter.legend", "Only from a country or network")
    static let placeFilterNetwork = Text("place.filter.network", "Network by its number (ASN)")
    static let placeName = Text("place.name", "Name in DNS")
    static let placeNameAsk = Text("place.name.ask", "Ask DNS")
    static let placeNameAskAgain = Text("place.name.askAgain", "Ask again")
    static let placeNameAsked = Text("place.name.asked", "asked")
    static let placeNameBusy = Text("place.name.busy", "Too many questions wait already.")
    static let placeNameConfirmed = Text("place.name.confirmed", "leads back to the address")
    static let placeNameFailed = Text("place.name.failed", "DNS could not tell:")
    static let placeNameLate = Text("place.name.late", "No answer came in time.")
    static let placeNameNever = Text("place.name.never", "Nobody asked of late.")
    static let placeNameNone = Text("place.name.none", "It has no name.")
    static let placeNameNote = Text(
        "place.name.note",
        "The question goes to the name server of whoever holds the address, who may see that someone asks. The audit log keeps that you did."
    )
    static let placeNameOther = Text("place.name.other", "does not lead back to the address")
    static let placeNameUnconfirmed = Text("place.name.unconfirmed", "could not be checked")
    static let placeNetwork = Text("place.network", "Network")
    static let placeNetworkNow = Text("place.network.now", "Network by the data of now")
    static let placeNetworkUnknown = Text("place.network.unknown", "Unknown network")
    static let placeSource = Text("place.source", "{0} of {1}")
    static let placeTitle = Text("place.title", "Where it is")
    static let placeUnknown = Text("place.unknown", "Unknown country")
}
