import Foundation
import Testing

@testable import Console

/// A measurement, not a test: times depend on the machine. Run it with `MEASURE_SIGN_IN=1` (200 tries of each path).
struct SignInTimes {
    @Test(.enabled(if: ProcessInfo.processInfo.environment["MEASURE_SIGN_IN"] != nil))
    func `prints the median time of each way to fail`() async throws {
        var limits = LoginLimiter.Limits()
        limits.capacity = 4
        let world = try World(limits: limits, cost: .recommended)
        try await world.person()
        let bob = try await world.person("bob")
        try await world.person("eve")
        try await world.accounts.setDisabled(true, of: bob.id)
        let paths = [
            ("wrong password", "eve", "wrong"), ("no such name", "nobody", "wrong"),
            ("disabled", "bob", World.password),
        ]
        var times: [String: [Double]] = [:]
        let clock = ContinuousClock()
        for round in 0..<200 {
            for (path, name, password) in paths {
                world.clock.advance(600)
                let time = try await clock.measure {
                    let outcome = try await world.signIn(name, password, from: "10.0.\(round).1")
                    #expect(outcome.word == "wrong")
                }
                times[path, default: []].append(Double(time.components.attoseconds) / 1e15)
            }
        }
        for (path, values) in times.sorted(by: { $0.key < $1.key }) {
            let sorted = values.sorted()
            print("sign-in, \(path): median \(sorted[100]) ms, p95 \(sorted[190]) ms")
        }
    }
}
