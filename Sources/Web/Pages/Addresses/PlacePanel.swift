import Console
import HTML

/// Where the address is, by which data, and what DNS calls it.
func placePanel(_ view: AddressView, in frame: PageFrame) -> HTML {
    let origins = view.origins
    let shown = origins.known ?? origins.current
    guard shown != nil || view.canBeNamed else { return HTML() }
    return section(.class("panel place-panel"), .aria("labelledby", "place")) {
        div(.class("panel-head")) { h2(.id("place")) { frame[.placeTitle] } }
        dl(.class("settings-list")) {
            if let shown {
                placeRows(shown, at: origins.known == nil ? nil : origins.knownAt, in: frame)
                if origins.hasMoved, let current = origins.current { placeRows(current, isNow: true, in: frame) }
            }
            if view.canBeNamed { nameRow(view, in: frame) }
        }
        if shown != nil { placeCredits(view.credits) }
    }
}

/// Country and network by one look-up.
private func placeRows(_ origin: Origin, at moment: Int64? = nil, isNow: Bool = false, in frame: PageFrame) -> HTML {
    group {
        div {
            dt { frame[isNow ? .placeCountryNow : .placeCountry] }
            dd {
                if let country = origin.country {
                    a(.href(frame.path(.events(EventListQuery(country: country.code))))) {
                        countryMark(country.code, in: frame)
                    }
                    source(country.source, at: moment, in: frame)
                } else {
                    span(.class("dim")) { frame[.placeUnknown] }
                }
            }
        }
        div {
            dt { frame[isNow ? .placeNetworkNow : .placeNetwork] }
            dd {
                if let network = origin.network {
                    a(.href(frame.path(.events(EventListQuery(network: "\(network.number)"))))) {
                        networkMark(network.number, network.name.isEmpty ? nil : network.name, in: frame)
                    }
                    source(network.source, at: moment, in: frame)
                } else {
                    span(.class("dim")) { frame[.placeNetworkUnknown] }
                }
            }
        }
    }
}

private func source(_ source: Origin.Source, at moment: Int64?, in frame: PageFrame) -> HTML {
    span(.class("hint")) {
        inert(sourceWords(source, in: frame), in: frame)
        if let moment {
            "; "
            frame[.placeAsOf]
            " "
            timeAgo(moment, in: frame)
        }
    }
}

/// What DNS said, where someone asked; and the way to ask, with what that tells to whom.
private func nameRow(_ view: AddressView, in frame: PageFrame) -> HTML {
    div(.class("place-name")) {
        dt { frame[.placeName] }
        dd {
            if let name = view.name {
                nameWords(name.outcome, in: frame)
                span(.class("hint")) {
                    frame[.placeNameAsked]
                    " "
                    timeAgo(name.at, in: frame)
                }
            }
            if view.mayAskName {
                form(.class("inline"), .method(.post), .action(frame.path(.addressName(view.text)))) {
                    csrfField(in: frame)
                    button(.type(.submit), .class("button button-small"), .aria("describedby", "name-note")) {
                        frame[view.name == nil ? .placeNameAsk : .placeNameAskAgain]
                    }
                }
                span(.class("hint"), .id("name-note")) { frame[.placeNameNote] }
            } else if view.name == nil {
                span(.class("dim")) { frame[.placeNameNever] }
            }
        }
    }
}

private func nameWords(_ outcome: AddressName.Outcome, in frame: PageFrame) -> HTML {
    switch outcome {
    case .name(let name, let isConfirmed):
        group {
            span(.class("address-text")) { inert(name, in: frame) }
            switch isConfirmed {
            case true?: quietBadge(.ok, frame[.placeNameConfirmed])
            case false?: badge(.warn, frame[.placeNameOther])
            case nil: badge(.off, frame[.placeNameUnconfirmed])
            }
        }
    case .none: span { frame[.placeNameNone] }
    case .late: span { frame[.placeNameLate] }
    case .busy: span { frame[.placeNameBusy] }
    case .failed(let cause):
        span {
            frame[.placeNameFailed]
            " "
            inert(cause, in: frame)
        }
    }
}
