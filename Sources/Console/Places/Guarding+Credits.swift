public import Geo

extension Guarding {
    /// Whose data tells where addresses are, as its licences want it to be said where it is shown.
    public var credits: [GeoCredit] { geo.report.credits }
}
