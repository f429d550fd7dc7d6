import Foundation

/// What a program that ended left behind.
public struct ProgramResult: Sendable {
    /// The exit status.
    public let status: Int32
    /// Standard output.
    public let output: String
    /// Standard error.
    public let errors: String
}

/// Runs a program to its end, blocking the thread.
@discardableResult
public func runProgram(
    _ arguments: [String], environment: [String: String] = [:], input: String? = nil, folder: String? = nil
) throws -> ProgramResult {
    let scratch = try TemporaryFolder()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
    try scratch.write(input ?? "", to: "in")
    try scratch.write("", to: "out")
    try scratch.write("", to: "err")
    process.standardInput = FileHandle(forReadingAtPath: scratch.file("in"))
    process.standardOutput = FileHandle(forWritingAtPath: scratch.file("out"))
    process.standardError = FileHandle(forWritingAtPath: scratch.file("err"))
    try process.run()
    process.waitUntilExit()
    return ProgramResult(
        status: process.terminationStatus, output: scratch.read("out"), errors: scratch.read("err"))
}
