import TestSupport
import Testing

@testable import Web

@Suite struct FormFieldsTests {
    @Test(.shows("ASVS-1.1.1")) func `any pairs come back from their encoding, in their order`() {
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<5_000 {
            let pairs = (0..<Int.random(in: 1...4, using: &generator)).map { _ in (generator.text(), generator.text()) }
            let read = FormFields(parsing: encodedForm(pairs).utf8).pairs
            #expect(read.count == pairs.count)
            for (left, right) in zip(read, pairs) {
                #expect(left.name.utf8.elementsEqual(right.0.utf8) && left.value.utf8.elementsEqual(right.1.utf8))
            }
        }
    }

    @Test(arguments: [
        ("a=1&a=2", ["1", "2"]), ("a", [""]), ("a=", [""]), ("a==", ["="]), ("a=+%2B+", [" + "]), ("a=%", ["%"]),
        ("a=%4", ["%4"]), ("a=%zz", ["%zz"]), ("a=%41", ["A"]), ("a=%e2%82", ["\u{fffd}"]), ("&&a=1&&", ["1"]),
        ("=a", []), ("", []), ("b=1", []), ("%61=1", ["1"]),
    ])
    func `what is not well formed is read as browsers read it`(text: String, values: [String]) {
        #expect(FormFields(parsing: text.utf8).all("a") == values)
    }

    @Test func `names count by their bytes`() {
        // The Kelvin sign is a K to Unicode's equivalence.
        let fields = FormFields(parsing: encodedForm([("\u{212a}", "1"), ("K", "2")]).utf8)
        #expect(fields["K"] == "2" && fields.all("K") == ["2"])
    }
}
