import Geo
import Logging

/// Whether it can be told where addresses are.
enum GeoChecks {
    static let all = [geo]

    /// Older data names wrong countries too often.
    private static let old: Int64 = 60 * 86_400

    private static let geo = DoctorCheck(
        "data.geo", "Geo data", .data,
        "note: there is none; warning: a file cannot be used, the service of geo_online cannot be asked, or what tells countries is older than 60 days"
    ) { look in
        guard let report = report(look) else { throw DoctorSkip("The settings cannot be read.") }
        guard report.lookedAt != nil else { throw DoctorSkip("Geo data was not looked at yet.") }
        if let source = report.sources.first(where: { $0.fault != nil }), let fault = source.fault {
            if source.kind == .service { return .warning(fault.reason, advice: fault.remedy) }
            return .warning(
                "Geo data in \(source.paths.joined(separator: ", ")) cannot be used: \(fault.reason)",
                advice: fault.remedy)
        }
        let asked = report.sources.filter(\.isAsked)
        guard !asked.isEmpty else {
            return .note(
                "There is no geo data: pages tell neither countries nor networks.", "bangui geo update",
                advice: "It asks before it fetches anything; or name files in geo_files, or install tor-geoipdb.")
        }
        if let first = asked.first(where: { $0.subjects.contains(.country) }) ?? asked.first,
            let builtAt = first.builtAt, look.scene.now() - builtAt > old
        {
            return .warning(
                "The geo data of \(first.name) is \(DoctorWords.age(look.scene.now() - builtAt)) old.",
                "bangui geo update", advice: "Networks change hands: data that old names wrong countries.")
        }
        return .ok("\(DoctorWords.list(asked.map(\.name))) tell where addresses are.")
    }

    /// What the running server says; else what its files say now.
    private static func report(_ look: Examination) -> GeoReport? {
        if let report = look.scene.geo { return report }
        guard let configuration = look.scene.configuration else { return nil }
        let desk = GeoDesk(
            configuration, now: look.scene.now, logger: Logger(label: "geo") { _ in SwiftLogNoOpLogHandler() })
        desk.lookNow()
        return desk.report
    }
}
