import TestSupport
import Testing

@testable import Web

@Suite struct FormatTests {
    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00Z"), (951_782_399, "2000-02-28T23:59:59Z"), (951_782_400, "2000-02-29T00:00:00Z"),
            (4_107_542_400, "2100-03-01T00:00:00Z"), (-1, "1969-12-31T23:59:59Z"), (.max, "9999-12-31T23:59:59Z"),
            (.min, "0001-01-01T00:00:00Z"),
        ] as [(Int64, String)])
    func `a moment is written in UTC by RFC 3339`(seconds: Int64, text: String) {
        #expect(Moment(seconds).rfc3339 == text)
    }

    @Test func `a moment is written in its zone with the offset, and in UTC`() throws {
        let zone = try #require(Zone("Asia/Kolkata"))
        #expect(Moment(1_795_226_602).local(in: zone) == "2026-11-21 07:33:22 +05:30")
        let west = try #require(Zone("America/St_Johns"))
        #expect(
            Moment(1_795_226_602).exact(in: west)
                == "2026-11-20 22:33:22 -03:30 America/St_Johns · 2026-11-21 02:03:22 UTC")
        #expect(
            Moment(1_795_226_602).exact(in: zone, .german)
                == "21.11.2026, 07:33:22 +05:30 Asia/Kolkata · 21.11.2026, 02:03:22 UTC")
        #expect(Zone("Nowhere/Land") == nil)
    }

    @Test(arguments: [
        (0, "0 s"), (59, "59 s"), (60, "1 min"), (591, "9 min 51 s"), (3600, "1 h"), (273_600, "3 d 4 h"), (-5, "0 s"),
    ])
    func `a span is written in its two largest units`(seconds: Int64, text: String) {
        #expect(Figures.span(seconds) == text)
    }

    @Test(arguments: [
        (1, "1 s"), (59, "59 s"), (60, "1 min"), (119, "1 min"), (120, "2 min"), (3599, "59 min"), (3600, "1 h"),
        (7199, "1 h"), (86_400, "1 d"), (172_800, "2 d"), (-5, "0 s"),
    ])
    func `an age is written in one unit`(seconds: Int64, text: String) {
        #expect(Figures.roughSpan(seconds) == text)
    }

    @Test(arguments: [
        (0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567"), (-1000, "-1,000"),
        (.min, "-9,223,372,036,854,775,808"),
    ])
    func `thousands are set apart`(number: Int, text: String) {
        #expect(Figures.number(number) == text)
        #expect(Figures.number(number, in: .german) == text.replacing(",", with: "."))
    }

    @Test(.shows("ASVS-1.3.10")) func `values fill a text's places, and what looks like a place within them does not`()
    {
        let text = Text("k", "{0} of {1}, {2}")
        #expect(Language.english.words(text, ["{1}", "b"]) == "{1} of b, {2}")
    }
}
