import Fail2ban

/// A ban as a person asked for it.
public struct BanRequest: Hashable, Sendable {
    /// Addresses and networks, in any spelling.
    public var addresses: [String]
    /// Names of jails.
    public var jails: [String]
    /// Such as `1h`; nil or empty for the jail's own time.
    public var duration: String?
    /// Why; at most 500 bytes.
    public var reason: String?
    /// Protected addresses, typed in full to ban them all the same.
    public var confirm: String?
    /// Whether what could lock people out stays without being confirmed within a minute.
    public var keep: Bool

    /// Takes each part as it is.
    public init(
        addresses: [String], jails: [String], duration: String? = nil, reason: String? = nil, confirm: String? = nil,
        keep: Bool = false
    ) {
        self.addresses = addresses
        self.jails = jails
        self.duration = duration
        self.reason = reason
        self.confirm = confirm
        self.keep = keep
    }
}

extension BanRequest {
    /// Whether it could lock people out, a range or a long list, so that it is undone unless it is confirmed or kept.
    public func needsConfirmation() throws(OperationError) -> Bool { needsConfirmation(try ParsedBan(self).ids) }

    /// The same for those of its ids that are not refused.
    func needsConfirmation(_ ids: [BanID]) -> Bool { !keep && Bans.needTrial(ids) }
}

/// An unban as a person asked for it.
public struct UnbanRequest: Hashable, Sendable {
    /// What to unban.
    public enum Target: Hashable, Sendable {
        /// Ids in the named jails; in all jails where none is named.
        case ids([String], jails: [String])
        /// Single rows of a list.
        case rows([Row])
        /// Everything that the filter shows.
        case filter(BanFilter)
    }

    /// One row: an id in a jail.
    public struct Row: Hashable, Sendable {
        /// What is banned, as it is listed.
        public var id: String
        /// The jail.
        public var jail: String

        /// Takes each part as it is.
        public init(id: String, jail: String) {
            self.id = id
            self.jail = jail
        }
    }

    /// What to unban.
    public var target: Target
    /// Why; at most 500 bytes.
    public var reason: String?

    /// Takes each part as it is.
    public init(_ target: Target, reason: String? = nil) {
        self.target = target
        self.reason = reason
    }
}

/// A ban request whose every value can be used.
struct ParsedBan {
    var ids: [BanID]
    var time: BanTime?
    var reason: String?
    var confirmed: Set<BanID>

    /// Longest reason in bytes, enough for a ticket's address and a sentence.
    static let reasonLimit = 500

    init(_ request: BanRequest) throws(OperationError) {
        var faults: [FieldFault] = []
        ids = []
        var seen: Set<BanID> = []
        for address in request.addresses where !address.utf8.allSatisfy({ $0 == 32 }) {
            // Nobody reads more; an answer would be larger than the request by far.
            if faults.count == Self.faultLimit { break }
            do throws(BanIDError) {
                let id = try BanID(typed: address)
                if seen.insert(id).inserted { ids.append(id) }
            } catch {
                faults.append(FieldFault("addresses", Self.words(for: error)))
            }
        }
        if ids.isEmpty && faults.isEmpty {
            faults.append(FieldFault("addresses", "Give at least one address or network to ban."))
        }
        if ids.count > Bans.requestLimit {
            faults.append(FieldFault("addresses", "At most \(Bans.requestLimit) addresses can be banned at once."))
        }
        if request.jails.isEmpty { faults.append(FieldFault("jails", "Choose at least one jail.")) }
        if let duration = request.duration, !duration.utf8.allSatisfy({ $0 == 32 }) {
            do throws(BanTimeError) {
                time = try BanTime(typed: duration)
            } catch {
                faults.append(FieldFault("duration", "\(error)"))
            }
        }
        reason = Self.reason(request.reason, &faults)
        confirmed = Set(
            (request.confirm ?? "").split { " ,;\n\t".contains($0) }.compactMap { try? BanID(typed: String($0)) })
        guard faults.isEmpty else { throw .invalid(faults) }
    }

    /// Faulty addresses that are named at most.
    static let faultLimit = 20

    static func reason(_ text: String?, _ faults: inout [FieldFault]) -> String? {
        guard let text, !text.isEmpty else { return nil }
        if text.utf8.count > reasonLimit {
            faults.append(
                FieldFault("reason", "A reason has at most \(reasonLimit) bytes; this one has \(text.utf8.count)."))
        }
        return text
    }

    /// The beginning of a text, as much of it as a person needs to find it again.
    private static func cut(_ text: String) -> String {
        text.utf8.count <= 64 ? text : String(decoding: text.utf8.prefix(64), as: UTF8.self) + "…"
    }

    private static func words(for error: BanIDError) -> String {
        switch error {
        case .neitherAddressNorNetwork(let text):
            "“\(Self.cut(text))” is neither an IPv4 or IPv6 address nor a network such as 192.0.2.0/24."
        case .everything(let text): "“\(text)” is everyone; fail2ban cannot ban that."
        }
    }
}
