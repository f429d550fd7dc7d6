import Console
import HTTPTypes
import Hummingbird

/// `/api/geo`: which data tells where addresses are.
struct GeoAPI {
    func register(on routes: Routes) {
        routes.api(.get, "/api/geo", .viewGeo) { visit in
            json(GeoJSON.body(visit.console.geo.report))
        }
    }
}
