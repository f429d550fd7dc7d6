internal import Fail2ban

/// How many attempts that changed nothing are written down one by one. Anyone can make such attempts, so the disk must not
/// fill with them: what is beyond the bound is counted, and written down as one sum.
struct AuditAllowance {
    /// What is bounded apart: whoever guesses passwords must not hide what an account tried that was not allowed.
    enum Class: CaseIterable {
        case signIn, other
    }

    /// Attempts of an hour that were counted and not written one by one.
    struct Sum: Equatable {
        var kind: Class
        var count: Int
        /// From how many addresses (IPv6: /64s), `addressLimit` at most.
        var addresses: Int
        /// Accounts that were tried, or that tried, by name; `nameLimit` at most.
        var names: [String]
        /// UTC epoch seconds.
        var from: Int64
        var to: Int64
    }

    private struct Hour {
        var begin: Int64
        var written = 0
        var counted = 0
        var first: Int64 = 0
        var last: Int64 = 0
        var addresses: Set<TryTable.Key> = []
        var names: Set<String> = []
    }

    /// Entries of a class in an hour.
    static let singles = 20
    static let window: Int64 = 3600
    static let addressLimit = 1000
    static let nameLimit = 20

    private var hours: [Class: Hour] = [:]

    /// Whether an attempt is written down by itself; else it is counted.
    ///
    /// - Parameter isSingle: whether it may be; what costs nothing to try, such as a sign-in beyond the limit, is only counted.
    mutating func admit(_ kind: Class, from address: IPAddress?, by name: String?, at moment: Int64, isSingle: Bool)
        -> Bool
    {
        var hour = hours[kind] ?? Hour(begin: moment)
        defer { hours[kind] = hour }
        if isSingle, hour.written < Self.singles {
            hour.written += 1
            return true
        }
        if hour.counted == 0 { hour.first = moment }
        hour.counted += 1
        hour.last = moment
        if let address, hour.addresses.count < Self.addressLimit { hour.addresses.insert(TryTable.Key(address)) }
        if let name, !name.isEmpty, hour.names.count < Self.nameLimit { hour.names.insert(name) }
        return false
    }

    /// The sums of hours that are over, or of all, which are then begun anew.
    mutating func take(at moment: Int64, all: Bool) -> [Sum] {
        Class.allCases.compactMap { kind in
            // A clock that was set back ends the hour as well.
            guard let hour = hours[kind], all || !(hour.begin..<hour.begin + Self.window).contains(moment) else {
                return nil
            }
            hours[kind] = nil
            guard hour.counted > 0 else { return nil }
            return Sum(
                kind: kind, count: hour.counted, addresses: hour.addresses.count, names: hour.names.sorted(),
                from: hour.first, to: hour.last)
        }
    }
}
