import CAssets
import FoundationEssentials
import HTML

/// The outlines of the countries of the world, as `scripts/worldmap.py` made them; read once, at the first use.
struct WorldMap: Sendable {
    /// Units across and down.
    let width, height: Int
    /// The outlines of those that are large enough to be seen, and where the others lie, by code.
    private let areas, points: [String: Outline]

    static let standard = WorldMap() ?? WorldMap(width: 2, height: 1, areas: [:], points: [:])

    /// How a country is drawn.
    enum Shape {
        /// Its outline.
        case area(Outline)
        /// A dot, since it is too small.
        case point(Outline)
    }

    private struct File: Decodable {
        var width, height: Int
        var paths: [String: String]
        var dots: [String: [Int]]
    }

    private init(width: Int, height: Int, areas: [String: Outline], points: [String: Outline]) {
        (self.width, self.height) = (width, height)
        (self.areas, self.points) = (areas, points)
    }

    /// Reads the embedded file; nil where it is not what it should be.
    init?() {
        guard let file = MapFiles.value(File.self, of: "world.json") else { return nil }
        let areas = file.paths.compactMapValues { Outline(data: $0) }
        let points = file.dots.compactMapValues { place in
            guard place.count == 2 else { return nil as Outline? }
            var outline = Outline()
            outline.point(place[0], place[1])
            return outline
        }
        guard areas.count == file.paths.count, points.count == file.dots.count else { return nil }
        self.init(width: file.width, height: file.height, areas: areas, points: points)
    }

    /// The codes of all that are drawn.
    var codes: [String] { Array(areas.keys) + Array(points.keys) }

    /// How a country is drawn; nil for a code that is not on the map.
    func shape(of code: String) -> Shape? {
        areas[code].map(Shape.area) ?? points[code].map(Shape.point)
    }

    /// All areas but those, as one outline.
    func land(without codes: Set<String>) -> Outline { Self.joined(areas, without: codes) }

    /// All dots but those, as one outline.
    func islands(without codes: Set<String>) -> Outline { Self.joined(points, without: codes) }

    private static func joined(_ outlines: [String: Outline], without codes: Set<String>) -> Outline {
        // In the order of their codes, so that the same is drawn the same.
        outlines.filter { !codes.contains($0.key) }.sorted { $0.key < $1.key }.reduce(into: Outline()) {
            $0.append($1.value)
        }
    }
}

/// The files of `Assets/map`, which are embedded and not served.
enum MapFiles {
    /// What stands in a file; nil where there is none of that form.
    static func value<Value: Decodable>(_ type: Value.Type, of name: String) -> Value? {
        for index in 0..<bangui_map_count {
            let asset = bangui_map_at(index).pointee
            guard String(cString: asset.name) == name else { continue }
            return try? JSONDecoder().decode(type, from: Data(bytes: asset.bytes, count: asset.count))
        }
        return nil
    }
}
