import HTML
import TestSupport
import Testing

@Suite struct ElementTests {
    @Test func `an element holds its attributes in order and its content`() {
        let html = a(.href(URLPath(["bans"])), .class("x", nil, "y")) { "see" }
        #expect(html.text == "<a href=\"/bans\" class=\"x y\">see</a>")
    }

    @Test func `a void element has no end tag`() {
        #expect(input(.type(.text), .name("q")).text == "<input type=\"text\" name=\"q\">")
        #expect(br().text == "<br>")
    }

    @Test func `a boolean attribute is there only when its condition holds`() {
        #expect(button(.disabled(if: true)).text == "<button disabled></button>")
        #expect(button(.disabled(if: false)).text == "<button></button>")
        #expect(button(.class(nil)).text == "<button></button>")
        #expect(button(.title("t").when(false)).text == "<button></button>")
    }

    @Test func `conditions and loops of a block are written in their order`() {
        func list(_ items: [String], note: String?) -> HTML {
            ul {
                for item in items { li { item } }
                if let note { li { note } } else { li() }
            }
        }
        #expect(list(["1", "<"], note: nil).text == "<ul><li>1</li><li>&lt;</li><li></li></ul>")
        #expect(list([], note: "n").text == "<ul><li>n</li></ul>")
    }

    @Test func `an empty block and a missing element write nothing`() {
        let missing: HTML? = nil
        #expect(div {}.text == "<div></div>")
        #expect(group {}.isEmpty)
        #expect(p { missing }.text == "<p></p>")
    }

    @Test(.shows("ASVS-1.2.3")) func `data for a script is escaped like any value`() {
        #expect(div(.data("x", "\"><")).text == "<div data-x=\"&quot;&gt;&lt;\"></div>")
    }

    @Test func `a text area opens with the line feed that parsers drop`() {
        #expect(
            textarea([.name("t")], text: "\n</textarea>").text
                == "<textarea name=\"t\">\n\n&lt;/textarea&gt;</textarea>")
    }

    @Test func `a document begins with its doctype`() {
        #expect(
            document(.lang("en")) { body { "x" } }.text == "<!doctype html>\n<html lang=\"en\"><body>x</body></html>")
    }
}
