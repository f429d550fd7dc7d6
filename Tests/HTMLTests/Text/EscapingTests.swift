import HTML
import TestSupport
import Testing

@Suite(.shows("ASVS-1.2.1")) struct EscapingTests {
    @Test func `the five special characters become references in text`() {
        #expect(HTML("<b>&\"'").text == "&lt;b&gt;&amp;&quot;&#39;")
    }

    @Test func `a special character with a combining mark behind it is still escaped`() {
        for (special, reference) in [("\"", "&quot;"), ("'", "&#39;"), ("<", "&lt;"), (">", "&gt;"), ("&", "&amp;")] {
            let html = HTML(special + "\u{301}")
            #expect(Array(html.bytes) == Array((reference + "\u{301}").utf8))
        }
    }

    @Test func `a quote with a combining mark cannot end an attribute`() {
        let html = p(.title("\"\u{301} onmouseover=alert(1) "))
        #expect(html.bytes.count { $0 == UInt8(ascii: "\"") } == 2)
    }

    @Test func `the end of a script is text`() {
        #expect(p { "</script><script>alert(1)</script>" }.text.utf8.count { $0 == UInt8(ascii: "<") } == 2)
    }

    @Test func `NUL becomes the replacement character`() {
        #expect(Array(HTML("a\0b").bytes) == Array("a\u{FFFD}b".utf8))
    }

    @Test func `a carriage return survives as a reference`() {
        #expect(HTML("a\r\nb").text.utf8.elementsEqual("a&#13;\nb".utf8))
    }

    @Test func `bytes that are no UTF-8 have become replacement characters before they are written`() {
        let text = String(decoding: [0x61, 0xff, 0xc0, 0x80, 0xed, 0xa0, 0x80, 0x22] as [UInt8], as: UTF8.self)
        let html = HTML(text)
        #expect(String(validating: html.bytes, as: UTF8.self) != nil)
        #expect(html.text.hasSuffix("&quot;"))
    }

    @Test func `markup of our own source is taken as it is`() {
        #expect(HTML(trusted: "<br>").text == "<br>")
    }
}
