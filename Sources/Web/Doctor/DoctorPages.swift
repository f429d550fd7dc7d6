import Console
import HTML
import Hummingbird

/// What the doctor finds, as a page and as JSON.
struct DoctorPages: Sendable {
    let frames: Frames

    func register(on routes: Routes) {
        routes.page(.doctor, .viewDoctor) { visit in
            let report = await Self.report(visit)
            var frame = try await frames.frame(visit, .doctorTitle, .doctor)
            frame.styles = ["doctor.css"]
            let path = visit.console.configuration.dataDirectory.path
            // Commands look at the usual place by themselves.
            let directory = path == SettingDefinition.of(.dataDirectory).standard ? nil : path
            return html(doctorPage(DoctorView(report, directory: directory), in: frame))
        }
        routes.api(.get, "/api/doctor", .viewDoctor) { visit in
            json(DoctorJSON.body(await Self.report(visit)))
        }
    }

    /// A new report where one is asked for; it changes nothing, so that a GET may.
    private static func report(_ visit: Visit) async -> DoctorReport {
        let isAsked = visit.query["again"] == "1"
        return await visit.console.doctor.report(notOlderThan: isAsked ? DoctorDesk.newAge : DoctorDesk.age)
    }
}
