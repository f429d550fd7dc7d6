/// What the simulated attackers knock at; each has one log file and one jail.
enum DemoService: String, CaseIterable, Sendable {
    case ssh, webLogin, webScan, submission, imap, ftp
}

/// One jail of the demo: short times, so that a newcomer sees bans come and go.
struct DemoJail: Sendable, Equatable {
    /// The jail's name.
    let name: String
    /// The stock filter, with its arguments.
    let filter: String
    /// Whose log it watches; nil for the one that watches the daemon's own log.
    let service: DemoService?
    /// Failures within `findTime` that lead to a ban.
    let maxRetry: Int
    /// Seconds in which failures count.
    let findTime: Int
    /// Seconds that a ban lasts.
    let banTime: Int
    /// Whether each further ban of an address lasts twice as long, up to an hour.
    var increments = false

    /// All jails of the demo.
    static let all = DemoService.allCases.map(watching) + [recidive]

    /// The jail that bans again, and longer, who was banned twice elsewhere.
    static let recidive = DemoJail(
        name: "recidive", filter: "recidive", service: nil, maxRetry: 2, findTime: 3600, banTime: 600)

    /// The jail that watches a service's log.
    static func watching(_ service: DemoService) -> DemoJail {
        switch service {
        case .ssh: DemoJail("sshd", "sshd", service, maxRetry: 4, banTime: 180)
        case .webLogin: DemoJail("nginx-http-auth", "nginx-http-auth", service, maxRetry: 3, banTime: 240)
        case .webScan: DemoJail("nginx-botsearch", "nginx-botsearch", service, maxRetry: 2, banTime: 300)
        case .submission: DemoJail("postfix-sasl", "postfix[mode=auth]", service, maxRetry: 3, banTime: 240)
        case .imap: DemoJail("dovecot", "dovecot", service, maxRetry: 3, banTime: 180)
        case .ftp: DemoJail("proftpd", "proftpd", service, maxRetry: 3, banTime: 60, increments: true)
        }
    }

    private init(
        _ name: String, _ filter: String, _ service: DemoService, maxRetry: Int, banTime: Int,
        increments: Bool = false
    ) {
        self.init(
            name: name, filter: filter, service: service, maxRetry: maxRetry, findTime: 300, banTime: banTime,
            increments: increments)
    }

    init(
        name: String, filter: String, service: DemoService?, maxRetry: Int, findTime: Int, banTime: Int,
        increments: Bool = false
    ) {
        self.name = name
        self.filter = filter
        self.service = service
        self.maxRetry = maxRetry
        self.findTime = findTime
        self.banTime = banTime
        self.increments = increments
    }
}

extension DemoService {
    /// The name of its log file.
    var logName: String {
        switch self {
        case .ssh: "auth.log"
        case .webLogin: "nginx-error.log"
        case .webScan: "nginx-access.log"
        case .submission: "mail.log"
        case .imap: "dovecot.log"
        case .ftp: "proftpd.log"
        }
    }
}
