import HTML
import Testing

@Suite struct DrawingTests {
    @Test func `a drawing tells readers its label, and its words are escaped`() {
        let made = drawing(.class("lane"), width: 100, height: 10, label: "a \"b\" <c>") {
            box(.class("bar"), x: 1, y: -2, width: 3, height: 4, title: "<i>")
            box(x: 0, y: 0, width: 1, height: 1)
        }
        #expect(
            made.text
                == "<svg viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" role=\"img\" "
                + "aria-label=\"a &quot;b&quot; &lt;c&gt;\" focusable=\"false\" class=\"lane\">"
                + "<rect x=\"1\" y=\"-2\" width=\"3\" height=\"4\" class=\"bar\"><title>&lt;i&gt;</title></rect>"
                + "<rect x=\"0\" y=\"0\" width=\"1\" height=\"1\"></rect></svg>")
    }

    @Test func `an outline takes data of numbers and commands alone`() {
        #expect(Outline(data: "M1 2l-3 4.5z").map { path(outline: $0).text } == #"<path d="M1 2l-3 4.5z"></path>"#)
        for data in ["M1 2\"", "M1 2<", "url(x)", "M1 2&", "M1 2\n", "A1 1"] { #expect(Outline(data: data) == nil) }
        var outline = Outline()
        outline.point(3, 4)
        #expect(path(outline: outline).text == #"<path d="M3 4h0"></path>"#)
    }
}
