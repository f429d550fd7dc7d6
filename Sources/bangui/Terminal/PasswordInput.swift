import Foundation

/// Reads a password without showing it, and never from the command line, where others could see it.
enum PasswordInput {
    static func read(fromInput: Bool) throws -> String {
        if fromInput {
            guard let line = readLine(strippingNewline: true), !line.isEmpty else {
                throw Failure(.usage, "No password came on standard input.")
            }
            return line
        }
        guard isatty(STDIN_FILENO) == 1, let first = getpass("Password: ").map({ String(cString: $0) }),
            let second = getpass("Once more: ").map({ String(cString: $0) })
        else { throw Failure(.usage, "There is no terminal to ask for a password; use --password-stdin.") }
        guard first == second else { throw Failure(.usage, "The two passwords differ.") }
        return first
    }
}
