import Console
import Fail2ban
import HTML

/// The page of all that is known of an address.
func addressPage(_ view: AddressView, in frame: PageFrame) -> HTML {
    page(in: frame) {
        div(.class("page-head address-head")) {
            div {
                backToBans(in: frame)
                div(.class("address-title")) {
                    h1(.class("address-text")) { inert(view.text, in: frame) }
                    copyButton(view.text, in: frame)
                    if let words = size(of: view.picture.id, in: frame) { tag(words) }
                }
            }
            div(.class("actions")) {
                if view.canBeBanned {
                    a(.class("button"), .href(frame.path(.banForm(addresses: view.text, jail: nil)))) {
                        symbolImage(.ban)
                        frame[.addressBan]
                    }
                }
                a(.class("button"), .href(frame.path(.events(EventListQuery(text: view.text))))) {
                    symbolImage(.events)
                    frame[.addressAllEvents]
                }
            }
        }
        div(
            .id("address"), .class("live-list"), .data("live", frame.path(.address(view.text, lines: view.cursor)))
        ) {
            addressFragment(view, in: frame)
        }
    }
}

/// The live part of the page: all but its name.
func addressFragment(_ view: AddressView, in frame: PageFrame) -> HTML {
    let picture = view.picture
    return group {
        if view.isEmpty {
            neverHeardOf(view, in: frame)
        } else {
            addressState(view, in: frame)
            if let record = picture.record { addressFacts(record, of: view.text, in: frame) }
        }
        div(.class("address-columns")) {
            placePanel(view, in: frame)
            if !view.isEmpty {
                div(.class("address-life")) {
                    if let timeline = picture.timeline { lifePanel(timeline, view, in: frame) }
                    operationsPanel(view, in: frame)
                }
            }
            if let neighbourhood = picture.neighbourhood { neighboursPanel(neighbourhood, in: frame) }
            if !view.isEmpty { linesPanel(view, in: frame) }
        }
    }
}

private func neverHeardOf(_ view: AddressView, in frame: PageFrame) -> HTML {
    emptyState(
        view.isDown ? .danger : .search, title: frame[.addressNever],
        detail: frame[.addressNeverDetail] + (view.isDown ? " " + frame[.addressNeverDown] : "")
    ) {
        if view.canBeBanned {
            a(.class("button button-primary"), .href(frame.path(.banForm(addresses: view.text, jail: nil)))) {
                symbolImage(.ban)
                frame[.addressBan]
            }
        }
    }
}

/// How many addresses a network has, where that can be said in a number that one reads.
private func size(of id: BanID, in frame: PageFrame) -> String? {
    guard case .network(let network) = id else { return nil }
    let bits = network.first.family.bits - network.length
    return bits <= 32 ? frame[.addressOfMany, frame.number(1 << bits)] : nil
}

/// What was done about it and by whom.
private func operationsPanel(_ view: AddressView, in frame: PageFrame) -> HTML {
    section(.class("panel")) {
        div(.class("panel-head panel-row")) {
            h2 { frame[.addressOperations] }
            if view.picture.hasMoreOperations {
                a(.href(frame.path(.operations(OperationListQuery(text: view.text))))) { frame[.addressAllOperations] }
            }
        }
        if view.picture.operations.isEmpty {
            p(.class("panel-empty")) { frame[.addressOperationsNone] }
        } else {
            div(.class("table-scroll")) {
                operationTable(
                    view.picture.operations.map { OperationRow($0, about: view.text) },
                    caption: frame[.addressOperations], in: frame)
            }
        }
    }
}
