/// Writes an attempt as the service would log it.
enum LogLines {
    /// One or two lines, each with its line feed.
    static func text(of attempt: Attempt) -> String {
        let time = LocalTime(epoch: attempt.at / 1000)
        let lines =
            switch attempt.service {
            case .ssh: ssh(attempt, time)
            case .webLogin: webLogin(attempt, time)
            case .webScan: webScan(attempt, time)
            case .submission: submission(attempt, time)
            case .imap: imap(attempt, time)
            case .ftp: ftp(attempt, time)
            }
        return lines.map { $0 + "\n" }.joined()
    }

    private static func ssh(_ attempt: Attempt, _ time: LocalTime) -> [String] {
        let head = "\(time.text("%b %e %H:%M:%S")) web1 sshd[\(attempt.processID)]:"
        let from = "from \(attempt.address) port \(attempt.number(in: 1_025...65_000)) ssh2"
        guard attempt.kind == .failure else {
            return ["\(head) Accepted publickey for \(attempt.name) \(from): ED25519 SHA256:demo"]
        }
        let known = attempt.name == "root" || attempt.name == "www-data"
        let user = known ? attempt.name : "invalid user \(attempt.name)"
        return [
            "\(head) pam_unix(sshd:auth): check pass; user \(known ? "known" : "unknown")",
            "\(head) Failed password for \(user) \(from)",
        ]
    }

    private static func webLogin(_ attempt: Attempt, _ time: LocalTime) -> [String] {
        let worker = "\(attempt.number(in: 600...700))#\(attempt.number(in: 600...700))"
        let head = "\(time.text("%Y/%m/%d %H:%M:%S"))"
        let tail =
            "client: \(attempt.address), server: intranet.example.org, request: \"GET / HTTP/1.1\", "
            + "host: \"intranet.example.org\""
        guard attempt.kind == .failure else {
            return [
                "\(head) [warn] \(worker): *\(attempt.number(in: 1...90_000)) upstream response is buffered, \(tail)"
            ]
        }
        let why =
            attempt.number(in: 0...2) == 0
            ? "password mismatch" : "was not found in \"/etc/nginx/htpasswd\""
        return [
            "\(head) [error] \(worker): *\(attempt.number(in: 1...90_000)) user \"\(attempt.name)\"\(why.first == "p" ? ":" : "") \(why), \(tail)"
        ]
    }

    private static func webScan(_ attempt: Attempt, _ time: LocalTime) -> [String] {
        let failed = attempt.kind == .failure
        let status = failed ? "404 153" : "200 \(attempt.number(in: 800...48_000))"
        let agent = failed ? "Mozilla/5.0 zgrab/0.x" : "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0"
        return [
            "\(attempt.address) - - [\(time.text("%d/%b/%Y:%H:%M:%S %z"))] \"GET /\(attempt.name) HTTP/1.1\" "
                + "\(status) \"-\" \"\(agent)\""
        ]
    }

    private static func submission(_ attempt: Attempt, _ time: LocalTime) -> [String] {
        let head = "\(time.text("%b %e %H:%M:%S")) mail postfix/smtpd[\(attempt.processID)]:"
        guard attempt.kind == .failure else {
            return ["\(head) connect from client.example.org[\(attempt.address)]"]
        }
        return [
            "\(head) warning: unknown[\(attempt.address)]: SASL LOGIN authentication failed: "
                + "UGFzc3dvcmQ6, sasl_username=\(attempt.name)"
        ]
    }

    private static func imap(_ attempt: Attempt, _ time: LocalTime) -> [String] {
        let head = "\(time.text("%b %e %H:%M:%S")) mail dovecot: imap-login:"
        let ours = attempt.address.utf8.contains(UInt8(ascii: ":")) ? "2001:db8:25::143" : "192.0.2.143"
        let session = String(attempt.detail, radix: 36)
        let tail = "rip=\(attempt.address), lip=\(ours), TLS, session=<\(session)>"
        guard attempt.kind == .failure else {
            return ["\(head) Login: user=<\(attempt.name)>, method=PLAIN, \(tail)"]
        }
        let count = attempt.number(in: 1...3)
        return [
            "\(head) Disconnected (auth failed, \(count) attempts in \(count * 4) secs): "
                + "user=<\(attempt.name)>, method=PLAIN, \(tail)"
        ]
    }

    private static func ftp(_ attempt: Attempt, _ time: LocalTime) -> [String] {
        let head =
            "\(time.text("%b %e %H:%M:%S")) web1 proftpd[\(attempt.processID)]: "
            + "web1.example.org (\(attempt.address)[\(attempt.address)])"
        guard attempt.kind == .failure else { return ["\(head) - USER \(attempt.name): Login successful."] }
        return ["\(head) - USER \(attempt.name) (Login failed): Incorrect password"]
    }
}

extension Attempt {
    /// Grows with time, as the kernel gives them, below its largest, 4,194,304 (proc(5), pid_max). fail2ban takes lines of one
    /// sshd process for one session: a login never shares its number with a failure of the same millisecond.
    fileprivate var processID: Int64 { 1_000 + at % 2_000_000 * 2 + (kind == .visit ? 1 : 0) }

    /// A number that belongs to this attempt, in a range.
    fileprivate func number(in range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(detail % UInt64(range.count))
    }
}
