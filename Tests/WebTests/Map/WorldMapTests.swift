import Console
import HTML
import NIOCore
import Testing

@testable import Web

@Suite struct WorldMapTests {
    private let frame = PageFrame(title: "", csrfToken: "", assetHash: "", now: 0)

    private func view(_ countries: [CountryFigures], by measure: MapQuery.Measure = .attempts) -> MapView {
        var view = MapView(query: MapQuery(measure: measure))
        view.figures = PlaceFigures(countries: countries)
        return view
    }

    private let some = [
        CountryFigures(code: "MT", attempts: 7, bans: 3), CountryFigures(code: "DE", attempts: 1234, bans: 1),
        CountryFigures(code: nil, attempts: 50, bans: 0), CountryFigures(code: "FR", attempts: 1, bans: 0),
        CountryFigures(code: "EU", attempts: 2, bans: 0),
    ]

    @Test func `every country of the map is read, and has a name in every language`() {
        let world = WorldMap.standard
        #expect(world.codes.count > 230 && world.width == 2000)
        for code in world.codes {
            for language in Language.allCases {
                let name = CountryNames.standard.name(of: code, in: language)
                #expect(name?.isEmpty == false, "\(code) \(language)")
            }
        }
        #expect(CountryNames.standard.name(of: "DE", in: .german) == "Deutschland")
    }

    @Test func `countries with attempts are links with their numbers, in the order of these, all others are land`()
        throws
    {
        let markup = worldMap(view(some), in: frame).text
        let links = markup.matches(
            of: /<a class="(\S+) level-\d" href="([^"]+)" aria-label="([^"]+)" data-rank="(\d)" tabindex="(-?\d)">/)
        let read = links.map { "\($0.4) \($0.3) \($0.1) \($0.5)" }.sorted()
        #expect(
            read == [
                "0 Germany: 1,234 attempts world-area 0", "1 Malta: 7 attempts world-dot -1",
                "2 France: 1 attempt world-area -1",
            ])
        #expect(links.first?.2 == "/events?kind=found&amp;kind=attempt&amp;country=DE&amp;from=now-24h")
        #expect(markup.contains("<title>Germany: 1,234 attempts</title>"))
        // Dots are drawn last, so that they lie upon what surrounds them.
        let (france, malta) = (markup.firstRange(of: "France"), markup.firstRange(of: "Malta"))
        #expect(try #require(france).lowerBound < #require(malta).lowerBound)
        let all = WorldMap.standard.land(without: [])
        #expect(WorldMap.standard.land(without: ["DE", "FR"]) != all && !all.isEmpty)
    }

    @Test func `the list has the same numbers, what is on no map too, and none without a number`() {
        let rows = countryTable(view(some + [CountryFigures(code: "IT", attempts: 0, bans: 0)]), in: frame).text
            .matches(
                of: /<span class="country-name"><bdi>([^<]+)<\/bdi>.*?>([0-9,]+)<\/a>.*?>([0-9,]+)<\/a>.*?dim">([^<]+)</
            )
            .map { "\($0.1) \($0.2) \($0.3) \($0.4)" }
        #expect(
            rows == [
                "Germany 1,234 1 95 %", "Unknown country 50 0 3 %", "Malta 7 3 &lt; 1 %",
                "Europe, no country named 2 0 &lt; 1 %", "France 1 0 &lt; 1 %",
            ])
    }

    @Test func `the list is ordered as it was asked for`() {
        func names(_ sort: String) -> [String] {
            var view = view(some + [CountryFigures(code: "AX", attempts: 4, bans: 9)])
            view.query = MapQuery(parameters: FormFields([("sort", sort)]))
            return countryTable(view, in: frame).text.matches(of: /decorative|"country-code"[^>]*><bdi>([A-Z]{2})</)
                .compactMap {
                    $0.1.map(String.init)
                }
        }
        #expect(names("country") == ["AX", "EU", "FR", "DE", "MT"])
        #expect(names("-country") == ["MT", "DE", "FR", "EU", "AX"])
        #expect(names("bans").suffix(2) == ["MT", "AX"] && names("-bans").prefix(2) == ["AX", "MT"])
        #expect(names("nonsense").first == "DE")
    }

    @Test func `bans are counted where they are asked for`() {
        let markup = worldMap(view(some, by: .bans), in: frame).text
        #expect(markup.contains("Malta: 3 bans") && markup.contains("Germany: 1 ban<") && !markup.contains("France"))
        #expect(markup.contains("kind=ban&amp;country=MT"))
    }

    @Test func `classes have colours of their own and say their numbers`() throws {
        let chosen = MapClasses(try #require(MapThresholds("1,10,100,1000")), upTo: 5)
        #expect([1, 9, 10, 999, 1000, 9_999_999].map(chosen.place) == [0, 0, 1, 2, 3, 3])
        for count in 1...MapThresholds.most {
            let text = (1...count).map { "\($0)" }.joined(separator: ",")
            let classes = MapClasses(try #require(MapThresholds(text)), upTo: 5)
            #expect(Set(classes.bounds.indices.map(classes.style)).count == count)
        }
        var view = view(some)
        view.thresholds = try #require(MapThresholds("1,2,10,100"))
        let legend = try #require(worldMap(view, in: frame).text.split(separator: "world-legend").last)
        let words = legend.matches(of: /<\/span>([^<]+)<\/li>/).map { String($0.1) }
        #expect(words == ["0", "1", "2–9", "10–99", "100 and more"])
    }

    @Test func `the map is under 40 KiB packed, also where something came from everywhere`() throws {
        let countries = WorldMap.standard.codes.enumerated().map { number, code in
            CountryFigures(code: code, attempts: number * 7919 % 100_003 + 1, bans: number)
        }
        let part = mapFragment(view(countries), in: frame)
        let packed = try #require(Gzip.packed(ByteBuffer(bytes: part.bytes), .eachTime))
        #expect(packed.readableBytes < 40 * 1024, "\(packed.readableBytes)")
        #expect(part.text.matches(of: /data-rank=/).count == countries.count)
    }

    @Test func `names of networks are anyone's text`() {
        var view = view(some)
        view.networks = [
            NetworkFigures(number: 64_500, name: "<b>\u{202e}x", attempts: 5, bans: 1),
            NetworkFigures(number: 64_501, name: nil, attempts: 3, bans: 0),
        ]
        let markup = mapPanel(view, in: frame).text
        #expect(!markup.contains("<b>") && !markup.contains("\u{202e}") && markup.contains("U+202E"))
        #expect(markup.contains("network=64500") && markup.contains("network=64501"))
        #expect(markup.contains("country=ZZ"))
    }

    @Test func `the address of a map comes back from its query`() {
        var query = MapQuery(range: DashboardQuery(from: "now-7d"), measure: .bans)
        query.sort = .init(column: .country, descending: false)
        #expect(MapQuery(parameters: FormFields(query.parameters)) == query)
        #expect(MapQuery().parameters.isEmpty)
        #expect(MapQuery(parameters: FormFields([("by", "x"), ("sort", "x")])) == MapQuery())
    }
}
