import Geo
import HTML

/// Whose data tells where addresses are, as its licences want it to be said on each page that shows it: a link for each. Nothing where
/// none asks for it.
func placeCredits(_ credits: [GeoCredit]) -> HTML {
    guard !credits.isEmpty else { return HTML() }
    return p(.class("hint place-credit")) {
        for (index, credit) in credits.enumerated() {
            if index > 0 { " · " }
            creditLink(credit)
        }
    }
}

/// The line that a licence asks for, as a link; who follows it does not tell from where.
func creditLink(_ credit: GeoCredit) -> HTML {
    a(.href(site: credit.link), .unreferred) { credit.line }
}
