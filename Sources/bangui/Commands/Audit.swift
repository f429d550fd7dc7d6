import ArgumentParser
import Console
import Foundation
import NIOCore
import Storage
import Web

/// `bangui audit`
struct Audit: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "The audit log: who changed what, and whether anyone tampered with it.",
        subcommands: [List.self, Verify.self, Accept.self])

    /// `bangui audit list`
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Entries of the audit log, the newest first.",
            discussion: """
                Example: bangui audit list --from now-7d --who ada --json | jq -r .subject
                Kinds: \(AuditKind.allCases.map(\.rawValue).joined(separator: ", ")).
                Results: \(AuditResult.allCases.map(\.rawValue).joined(separator: ", ")).
                """)

        @OptionGroup var place: Place
        @Argument(help: "A text that an entry holds: an address, a jail, a reason.") var text: String?
        @Option(help: "Who did it: the name of an account, of the system's user, or BanGUI.") var who: String?
        @Option(help: "A kind; can be given more than once.") var kind: [String] = []
        @Option(help: "A result; can be given more than once.") var result: [String] = []
        @Option(help: "Not before: now-24h (s, m, h, d, w), or a time such as 2026-11-21T02:27:24Z.") var from: String?
        @Option(help: "Before; as --from.") var to: String?
        @Option(help: "How many at most.") var limit = 50
        @Flag(help: "Print JSON, one object a line, as in GET /api/audit.") var json = false

        func validate() throws {
            guard limit > 0 else { throw ValidationError("Give --limit a number of at least 1.") }
        }

        func run() async throws {
            let words = AuditWords(text: text, who: who, kinds: kind, results: result, from: from, to: to)
            let filter = try AuditRequest(words).filter
            try await AuditDesk(place).with { log in
                var (left, before) = (limit, Int64?.none)
                if !json { try EventText.print(AuditText.head) }
                repeat {
                    let page = try await log.page(filter, limit: min(left, AuditLog.pageLimit - 1), before: before)
                    for entry in page.entries {
                        try EventText.print(json ? String(buffer: AuditJSON.text(entry)) : AuditText.line(entry))
                    }
                    left -= page.entries.count
                    before = page.next
                } while before != nil && left > 0
            }
        }
    }

    /// `bangui audit verify`
    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Checks the whole audit log: every hash, every number, and what was anchored of it.",
            discussion: """
                Exit codes: 0 unbroken, 1 somebody tampered with it (the first entry that is wrong is named), \
                75 unbroken in itself, but what was anchored cannot be read, 78 nothing set up.
                """)

        @OptionGroup var place: Place
        @Flag(help: "Print JSON, the same as GET /api/audit/verify.") var json = false

        func run() async throws {
            let report = try await AuditDesk(place).with { try await $0.verify() }
            if json {
                Output.json(AuditReportJSON.body(report))
            } else {
                AuditText.show(report)
            }
            if let fault = report.fault {
                throw Failure(.failed, "The audit log is not as it was written. \(fault)")
            }
            if let problem = report.anchorProblem {
                throw Failure(.tryAgain, "What was anchored of the audit log cannot be read: \(problem)")
            }
        }
    }
}
