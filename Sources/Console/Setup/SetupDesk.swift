/// What the setup page needs while there is no configured system.
public struct SetupDesk: Sendable {
    /// The configuration of command line, environment and file.
    public let configuration: Configuration
    /// Checks and carries out the setup.
    public let setup: Setup
    /// Tokens of the form.
    public let forms: FormTokens
    /// Looks at the fail2ban of a socket, its jails and this machine.
    public let inspect: @Sendable (_ socket: String) async -> DoctorReport
    /// Brings the console to work with what was set up.
    public let begin: @Sendable (CompletedSetup) async throws -> ConsoleServices

    /// Takes each part as it is.
    public init(
        configuration: Configuration, setup: Setup, forms: FormTokens,
        inspect: @escaping @Sendable (_ socket: String) async -> DoctorReport,
        begin: @escaping @Sendable (CompletedSetup) async throws -> ConsoleServices
    ) {
        self.configuration = configuration
        self.setup = setup
        self.forms = forms
        self.inspect = inspect
        self.begin = begin
    }

    /// Sets the console up for whoever knows the token and brings it to work.
    public func complete(
        _ request: SetupRequest, token: String, by author: Author = Author(name: "", origin: .web)
    ) async throws -> ConsoleServices {
        try await begin(try await setup.complete(request, token: token, by: author))
    }
}
