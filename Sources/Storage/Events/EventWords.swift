/// The numbers by which events refer to what many of them share; each is looked up once, and entered where it is new.
struct EventWords {
    private let transaction: any Transaction
    private var jails: [JailWord: Int64] = [:]
    private var series: [SeriesWord: SeriesNumbers] = [:]
    private var generations: [GenerationWord: Int64] = [:]
    /// What was asked for last is likely to be asked for next.
    private var last: (word: SeriesWord, numbers: SeriesNumbers)?
    private var lastGeneration: (word: GenerationWord, number: Int64)?

    /// The numbers of a series and of its jail.
    struct SeriesNumbers {
        let series: Int64
        let jail: Int64
    }

    init(_ transaction: any Transaction) {
        self.transaction = transaction
    }

    /// The numbers of an event's series.
    mutating func numbers(of event: EventRecord) throws -> SeriesNumbers {
        let word = SeriesWord(event)
        if let last, last.word == word { return last.numbers }
        let numbers = try series[word] ?? enter(word)
        series[word] = numbers
        last = (word, numbers)
        return numbers
    }

    /// The number of the generation of an event's place; nil where it has none.
    mutating func generation(of event: EventRecord) throws -> Int64? {
        guard let place = event.place else { return nil }
        let word = GenerationWord(host: BanKey(text: event.host), fingerprint: place.generation)
        if let lastGeneration, lastGeneration.word == word { return lastGeneration.number }
        let number = try generations[word] ?? enter(word)
        generations[word] = number
        lastGeneration = (word, number)
        return number
    }

    private mutating func enter(_ word: SeriesWord) throws -> SeriesNumbers {
        let jail = try jails[word.jail] ?? enter(word.jail)
        jails[word.jail] = jail
        let number = try number(
            find: "SELECT series_number FROM event_series WHERE jail_number = :jail AND kind = :kind AND why = :why",
            make: """
                INSERT INTO event_series (jail_number, kind, why) VALUES (:jail, :kind, :why) RETURNING series_number
                """,
            ["jail": .integer(jail), "kind": .integer(word.kind.rawValue), "why": .integer(word.why)])
        return SeriesNumbers(series: number, jail: jail)
    }

    private func enter(_ word: JailWord) throws -> Int64 {
        try number(
            find: "SELECT jail_number FROM event_jails WHERE host = :host AND jail = :jail",
            make: "INSERT INTO event_jails (host, jail) VALUES (:host, :jail) RETURNING jail_number",
            ["host": .text(word.host.text), "jail": .text(word.jail.text)])
    }

    private func enter(_ word: GenerationWord) throws -> Int64 {
        try number(
            find: """
                SELECT generation_number FROM event_generations WHERE host = :host AND fingerprint = :fingerprint
                """,
            make: """
                INSERT INTO event_generations (host, fingerprint) VALUES (:host, :fingerprint)
                RETURNING generation_number
                """,
            ["host": .text(word.host.text), "fingerprint": .bytes(word.fingerprint)])
    }

    private func number(find: String, make: String, _ arguments: [String: Value]) throws -> Int64 {
        if let found = try transaction.first(find, arguments, { $0.integer(0) }) { return found }
        guard let made = try transaction.first(make, arguments, { $0.integer(0) }) else {
            throw StorageError.failed("an inserted row gave no number")
        }
        return made
    }
}

/// A jail of a host; an empty one stands for the daemon itself.
struct JailWord: Hashable {
    let host: BanKey
    let jail: BanKey
}

/// What happens in one jail, of one kind, for one reason (0 for none).
struct SeriesWord: Hashable {
    let kind: EventKind
    let why: Int64
    let jail: JailWord

    init(_ event: EventRecord) {
        kind = event.kind
        why = event.why?.rawValue ?? 0
        jail = JailWord(host: BanKey(text: event.host), jail: BanKey(text: event.jail ?? ""))
    }
}

/// A generation of a host's log.
struct GenerationWord: Hashable {
    let host: BanKey
    let fingerprint: [UInt8]
}
