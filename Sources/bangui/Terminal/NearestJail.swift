import Console
import Fail2ban
import Host

/// Names of jails as a person types them.
enum NearestJail {
    /// Throws for the first name that no running jail has, with the one that may be meant, or with all that run.
    static func demand(_ names: [String], _ console: Guarding) throws {
        let running = console.board.status.jails.map(\.name.text)
        guard let name = names.first(where: { !running.contains($0) }) else { return }
        throw Failure(.notFound, "There is no running jail named “\(name)”. \(advice(for: name, running))")
    }

    private static func advice(for name: String, _ running: [String]) -> String {
        if let near = NearestCommand.nearest(to: name, among: running) { return "Did you mean “\(near)”?" }
        return running.isEmpty ? "None runs." : "There are: \(running.sorted().joined(separator: ", "))."
    }
}
