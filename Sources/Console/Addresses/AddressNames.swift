public import Fail2ban
internal import Outbound
internal import Storage
internal import Synchronization

/// What an address is called, as DNS told when someone asked.
public struct AddressName: Hashable, Sendable {
    /// What came of the question.
    public enum Outcome: Hashable, Sendable {
        /// A name, which whoever holds the address chose: anyone's text. It is confirmed where it leads back to the address; nil where
        /// that could not be found out.
        case name(String, isConfirmed: Bool?)
        /// It has none.
        case none
        /// No answer came in time.
        case late
        /// Too many questions wait already.
        case busy
        /// The resolver could not tell, for this cause.
        case failed(String)
    }

    /// What came of it.
    public var outcome: Outcome
    /// When it was asked, in UTC epoch seconds.
    public var at: Int64
}

/// Asks DNS what addresses are called, only when a person wants to know: whoever answers for an address learns that someone asks.
/// Answers are remembered for a while, by this server alone.
public final class AddressNames: Sendable {
    /// Asks for one.
    public typealias Question = @Sendable (IPAddress) async -> AddressName.Outcome

    private let database: any Database
    private let now: @Sendable () -> Int64
    private let question: Question
    private let kept = Mutex<[String: AddressName]>([:])

    /// Seconds that an answer is remembered.
    static let memory: Int64 = 900
    /// Answers that are remembered.
    private static let capacity = 256
    /// How long each of the two questions may take.
    private static let patience = Duration.seconds(4)

    init(database: any Database, now: @escaping @Sendable () -> Int64, question: @escaping Question) {
        self.database = database
        self.now = now
        self.question = question
    }

    /// The last answer, where it is remembered. Nothing is asked.
    public func known(of id: BanID) -> AddressName? {
        let moment = now()
        return kept.withLock { $0[id.text] }.flatMap { moment - $0.at < Self.memory ? $0 : nil }
    }

    /// Asks, and writes down beforehand that someone did.
    ///
    /// - Throws: `OperationError.invalid` for what is no single address.
    public func ask(_ id: BanID, by author: Author) async throws -> AddressName {
        guard let network = id.network, network.isSingle else {
            throw OperationError.invalid([FieldFault("address", "Only a single address has a name.")])
        }
        let moment = now()
        try await database.write { transaction in
            _ = try transaction.note(AuditEvent(.nameLookup, subject: id.text), by: author, at: moment)
        }
        let answer = AddressName(outcome: await question(network.first), at: moment)
        kept.withLock { kept in
            kept = kept.filter { moment - $0.value.at < Self.memory }
            if kept.count >= Self.capacity, let oldest = kept.min(by: { $0.value.at < $1.value.at })?.key {
                kept[oldest] = nil
            }
            kept[id.text] = answer
        }
        return answer
    }

    /// By the system's resolver.
    public static var system: Question {
        let names = ReverseNames()
        return { address in
            do throws(ResolveFault) {
                let name = try await names.name(of: address, within: patience)
                return .name(name.name, isConfirmed: name.isConfirmed)
            } catch {
                return switch error {
                case .unknown: .none
                case .late: .late
                case .busy: .busy
                case .failed(let cause): .failed(cause)
                }
            }
        }
    }
}
