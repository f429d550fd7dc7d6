package import Console

/// Which events a query asks for, every part of it checked.
package struct EventRequest: Sendable {
    package var filter: EventListFilter
    package var from: RangeMoment?
    package var to: RangeMoment?

    /// Reads the pairs of a query; what is empty counts as not given.
    ///
    /// - Parameters:
    ///   - standard: the kinds where none is named.
    ///   - zone: the zone of times that name none; nil where a time must.
    /// - Throws: `OperationError.invalid` with every fault.
    init(_ query: FormFields, standard: Set<EventEntry.Kind>, zone: Zone? = nil, now: Int64) throws(OperationError) {
        var faults: [FieldFault] = []
        filter = EventListFilter(
            host: query["host"].flatMap { $0.isEmpty ? nil : $0 }, jails: Self.jails(query),
            kinds: Self.kinds(query, standard, &faults), text: query["q"] ?? "",
            origin: OriginChoice(query, &faults), lines: Self.lines(query, &faults))
        from = Self.moment("from", query, zone, &faults)
        to = Self.moment("to", query, zone, &faults)
        if let from, let end = to?.end(now: now), from.beginning(now: now) >= end {
            faults.append(FieldFault("to", "The range ends before it begins."))
        }
        guard faults.isEmpty else { throw .invalid(faults) }
    }

    /// Reads the words of a command; without kinds the usual ones.
    ///
    /// - Throws: `OperationError.invalid` with every fault.
    package init(_ words: EventWords, now: Int64) throws(OperationError) {
        try self.init(FormFields(words.pairs), standard: EventEntry.Kind.usual, now: now)
    }

    /// A value is a list with commas; the whole value counts too, since a jail's name may hold a comma.
    private static func jails(_ query: FormFields) -> [String] {
        query.all("jail").flatMap { value in
            let parts = list(value)
            return parts.count > 1 ? parts + [value] : parts
        }
    }

    private static func kinds(
        _ query: FormFields, _ standard: Set<EventEntry.Kind>, _ faults: inout [FieldFault]
    ) -> Set<EventEntry.Kind> {
        let names = query.all("kind").flatMap(list)
        guard !names.isEmpty else { return standard }
        var kinds: Set<EventEntry.Kind> = []
        for name in names {
            switch name {
            case "all": kinds.formUnion(EventEntry.Kind.allCases)
            case "usual": kinds.formUnion(EventEntry.Kind.usual)
            default:
                guard let kind = EventEntry.Kind(rawValue: name) else {
                    let known = EventEntry.Kind.allCases.map(\.rawValue).joined(separator: ", ")
                    faults.append(FieldFault("kind", "Give one or more of: \(known), usual, all."))
                    return kinds
                }
                kinds.insert(kind)
            }
        }
        return kinds
    }

    private static func lines(_ query: FormFields, _ faults: inout [FieldFault]) -> LineChoice? {
        guard let text = query["text"], !text.isEmpty else { return nil }
        do {
            return try LineChoice(text)
        } catch {
            faults.append(FieldFault("text", error.message))
            return nil
        }
    }

    static func list(_ value: String) -> [String] {
        value.utf8.split(separator: UInt8(ascii: ",")).map { String(decoding: $0, as: UTF8.self) }
    }

    static func moment(
        _ field: String, _ query: FormFields, _ zone: Zone?, _ faults: inout [FieldFault]
    ) -> RangeMoment? {
        // A form sends the range that stood before a time that was picked since.
        guard let text = query.all(field).last(where: { !$0.isEmpty }) else { return nil }
        let time = RFC3339.seconds(text) ?? zone.flatMap { LocalMoment.seconds(text, in: $0) }
        if let moment = RangeMoment(relative: text) ?? time.map(RangeMoment.at) { return moment }
        faults.append(
            FieldFault(field, "Give now, a time before now such as now-24h (s, m, h, d, w), or a time by RFC 3339."))
        return nil
    }
}

/// What a command says of the events that it wants.
package struct EventWords: Sendable {
    var pairs: [(name: String, value: String)] = []

    /// Takes each part as it is; nil for none.
    package init(
        text: String?, lines: String? = nil, kinds: [String], jails: [String], country: String? = nil,
        network: String? = nil,
        from: String?, to: String?
    ) {
        pairs += kinds.map { ("kind", $0) } + jails.map { ("jail", $0) }
        for (name, value) in [
            ("q", text), ("text", lines), ("country", country), ("network", network), ("from", from), ("to", to),
        ] {
            if let value { pairs.append((name, value)) }
        }
    }
}

/// Times without a zone, as a browser's own field for them has it.
enum LocalMoment {
    /// The UTC epoch seconds of `2026-11-21T14:03`, with seconds or without, in a zone; nil for anything else. Of an hour
    /// that a change of the clocks repeats, the first counts.
    static func seconds(_ text: String, in zone: Zone) -> Int64? {
        guard let asUTC = RFC3339.seconds(text + "Z") ?? RFC3339.seconds(text + ":00Z") else { return nil }
        let first = asUTC - zone.offset(at: asUTC - 86_400)
        if first + zone.offset(at: first) == asUTC { return first }
        return asUTC - zone.offset(at: first)
    }

    /// The text of a moment in a zone, to the minute.
    static func text(_ seconds: Int64, in zone: Zone) -> String {
        String(RFC3339.text(seconds + zone.offset(at: seconds)).prefix(16))
    }
}
