import Console
import HTML
import HTTPTypes
import Hummingbird

/// The search for addresses by a word in their lines.
struct SearchPages: Sendable {
    let frames: Frames

    func register(on routes: Routes) {
        routes.page(.search, .searchLines) { visit in
            var frame = try await frames.frame(visit, Text.searchTitle, .events)
            frame.styles = AddressPages.styles
            var view = SearchView(
                word: visit.query["q"] ?? "", cursor: visit.query["cursor"].flatMap { $0.isEmpty ? nil : $0 })
            guard !view.word.isEmpty else { return html(searchPage(view, in: frame)) }
            do {
                view.found = try await visit.console.guarding.addresses.search(view.word, cursor: view.cursor)
                return html(searchPage(view, in: frame))
            } catch OperationError.invalid(let faults) {
                view.fault = faults.map(\.message).joined(separator: " ")
                return html(searchPage(view, in: frame), .unprocessableContent)
            }
        }
    }
}
