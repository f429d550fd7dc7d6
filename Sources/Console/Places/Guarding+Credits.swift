internal import Geo

extension Guarding {
    /// Whose data tells where addresses are, as its licences want it to be said where it is shown: each in one line with its address.
    public var credits: [String] { geo.report.credits.map { "\($0.line), \($0.link)" } }
}
