import HTML

/// A list of which columns can be left out. A style sheet hides them (`data-hide`), so that what comes live is hidden too.
enum ColumnList: String, CaseIterable, Sendable {
    case bans, events, jails, operations

    /// The columns that can be left out, by the names of their classes.
    var columns: [(name: String, text: Text)] {
        switch self {
        case .bans:
            [
                ("place", .bansColumnPlace), ("jail", .bansColumnJail), ("banned", .bansColumnBanned),
                ("ends", .bansColumnEnds),
                ("count", .bansColumnCount),
            ]
        case .events:
            [
                ("jail", .bansColumnJail), ("why", .eventsColumnWhy), ("length", .eventsColumnLength),
                ("count", .bansColumnCount),
            ]
        case .jails:
            [
                ("failing", .jailsColumnFailing), ("failed", .jailsColumnFailed), ("held", .jailsColumnBanned),
                ("total", .jailsColumnTotal),
            ]
        case .operations:
            [
                ("who", .operationsColumnWho), ("result", .operationResult), ("reason", .operationsColumnReason),
            ]
        }
    }
}

/// The menu that chooses the columns of a list; it is a form of its own and leads back to the list.
func columnMenu(_ list: ColumnList, back: Link, in frame: PageFrame) -> HTML {
    details(.class("menu menu-end")) {
        summary(.class("button")) {
            symbolImage(.columns)
            span(.class("wide-words")) { frame[.columnsTitle] }
        }
        form(.class("menu-panel"), .method(.post), .action(frame.path(.ownColumns))) {
            csrfField(in: frame)
            input(.type(.hidden), .name("list"), .value(list.rawValue))
            input(.type(.hidden), .name("back"), .value(back.path().text))
            fieldset {
                legend(.class("menu-note")) { frame[.columnsLegend] }
                for (name, text) in list.columns {
                    label(.class("menu-item check")) {
                        input(
                            .type(.checkbox), .name("show"), .value(name),
                            .checked(if: !frame.hidden(in: list).contains(name)))
                        span { frame[text] }
                    }
                }
            }
            button(.type(.submit), .class("button button-primary menu-apply")) { frame[.columnsApply] }
        }
    }
}

/// The attribute of a table by which the style sheet leaves columns out.
func hiding(_ list: ColumnList, in frame: PageFrame) -> Attribute {
    let names = frame.hidden(in: list)
    return .data("hide", names.joined(separator: " ")).when(!names.isEmpty)
}
