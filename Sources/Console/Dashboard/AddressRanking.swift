import Storage

/// Counts which addresses tried most, which takes a look at each event, beside the requests.
struct AddressRanking: Sendable {
    private let database: any Database
    private let kept: KeptAnswers<[AddressFigures]>

    /// - Parameters:
    ///   - line: where long counts wait for each other.
    ///   - patience: how long a request waits for what is not counted yet.
    init(
        database: any Database, pulse: Pulse, line: CountingLine = CountingLine(),
        patience: Duration = .milliseconds(250)
    ) {
        self.database = database
        kept = KeptAnswers(pulse: pulse, line: line, patience: patience)
    }

    /// The addresses with the most attempts in a stretch of time; nil where they are still being counted.
    func addresses(in span: Range<Int64>, name: String) async throws -> [AddressFigures]? {
        try await kept.answer(to: name) { [database] in
            var sums = AddressSums()
            try await GentleCount.forEach(try await database.read { try $0.events.buckets(in: span) }) { bucket in
                sums.add(try await database.read { try $0.events.addressSums(in: span, bucket: bucket) })
            }
            return sums.top(Dashboard.addresses).map {
                AddressFigures(id: $0.id, attempts: Int($0.attempts), bans: Int($0.bans), lastAt: $0.lastAt)
            }
        }
    }
}
