import ArgumentParser
import Console
import Foundation
import Storage

/// How a command ends when it fails: one line that says what to do, and a documented exit code.
struct Failure: Error {
    /// The exit codes of `bangui`, as `bangui --help` lists them.
    enum Code: Int32 {
        case failed = 1
        case usage = 2
        case unreachable = 3
        case notFound = 4
        case notPermitted = 5
        case conflict = 6
        case timedOut = 7
        case tryAgain = 75
        case configuration = 78
    }

    let code: Code
    let message: String
    /// An error of the argument parser, help and completions among them, which prints and ends in its own way.
    private var parsing: (any Error)?

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    init(_ error: any Error) {
        switch error {
        case let failure as Failure: self = failure
        case let error as OperationError: self.init(HostFailure(error))
        case let error as RecoveryError: self.init(recovery: error)
        case let error as ConfigurationFaults:
            self.init(.configuration, error.faults.map { "\($0)" }.joined(separator: "\n"))
        case let error as StorageError: self.init(storage: error)
        default:
            if let known = HostFailure(any: error) {
                self.init(known)
            } else {
                self.init(.failed, "\(error)")
                parsing = error
            }
        }
    }

    private init(_ failure: HostFailure) {
        self.init(failure.code, failure.message)
    }

    private init(storage error: StorageError) {
        switch error {
        case .busy: self.init(.tryAgain, "The database is busy; try again in 2 s.")
        case .full:
            self.init(
                .tryAgain,
                "The disk is full: free some space where BanGUI's data directory lies, then try again in some seconds.")
        case .newerSchema(let found, let known):
            self.init(
                .configuration,
                "The database has schema \(found) of a later BanGUI; this one knows \(known). Update BanGUI.")
        case .damaged(let words):
            self.init(
                .configuration,
                "The database cannot be read: \(words). Restore it from the backup; it was left as it is.")
        case .unreachable(let words):
            self.init(.failed, "The database server cannot be reached: \(words); try again once it can.")
        default: self.init(.failed, "The database failed: \(error)")
        }
    }

    /// Prints the message, which may quote what anyone wrote, as text or as JSON, and ends the program.
    func exit(asJSON: Bool) -> Never {
        if let parsing {
            let status = BanGUI.exitCode(for: parsing)
            let code = status == .validationFailure ? Code.usage : Code(rawValue: status.rawValue) ?? .failed
            if asJSON, !status.isSuccess { Failure(code, BanGUI.message(for: parsing)).exit(asJSON: true) }
            let text = BanGUI.fullMessage(for: parsing)
            let output = status.isSuccess ? FileHandle.standardOutput : .standardError
            Output.write(Data((text + (text.isEmpty ? "" : "\n")).utf8), to: output)
            Foundation.exit(status.isSuccess ? status.rawValue : code.rawValue)
        }
        if asJSON {
            Output.write(FailureJSON(self).encoded, to: .standardError)
        } else {
            Output.note(message)
        }
        Foundation.exit(code.rawValue)
    }
}
