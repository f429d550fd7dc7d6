import Console

/// Which events a query asks for, every part of it checked.
struct EventRequest: Sendable {
    var filter: EventListFilter
    var from: RangeMoment?
    var to: RangeMoment?

    /// Reads the pairs of a query; what is empty counts as not given.
    ///
    /// - Parameter standard: the kinds where none is named.
    /// - Throws: `OperationError.invalid` with every fault.
    init(_ query: FormFields, standard: Set<EventEntry.Kind>, now: Int64) throws(OperationError) {
        var faults: [FieldFault] = []
        filter = EventListFilter(
            host: query["host"].flatMap { $0.isEmpty ? nil : $0 }, jails: Self.jails(query),
            kinds: Self.kinds(query, standard, &faults), text: query["q"] ?? "")
        from = Self.moment("from", query, &faults)
        to = Self.moment("to", query, &faults)
        if let from, let end = to?.end(now: now), from.beginning(now: now) >= end {
            faults.append(FieldFault("to", "The range ends before it begins."))
        }
        guard faults.isEmpty else { throw .invalid(faults) }
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

    private static func list(_ value: String) -> [String] {
        value.utf8.split(separator: UInt8(ascii: ",")).map { String(decoding: $0, as: UTF8.self) }
    }

    private static func moment(_ field: String, _ query: FormFields, _ faults: inout [FieldFault]) -> RangeMoment? {
        guard let text = query[field], !text.isEmpty else { return nil }
        if let moment = RangeMoment(relative: text) ?? RFC3339.seconds(text).map(RangeMoment.at) { return moment }
        faults.append(
            FieldFault(field, "Give now, a time before now such as now-24h (s, m, h, d, w), or a time by RFC 3339."))
        return nil
    }
}
