/// An attribute of an element. There is none for style and none for events: both belong in assets of our own.
public struct Attribute: Sendable {
    private let prefix: StaticString
    private let name: StaticString
    private let value: String?
    private let isPresent: Bool

    init(_ name: StaticString, _ value: String?, prefix: StaticString = "", if isPresent: Bool = true) {
        self.prefix = prefix
        self.name = name
        self.value = value
        self.isPresent = isPresent
    }

    func write(into html: inout HTML) {
        guard isPresent else { return }
        html.append(" ")
        html.append(prefix)
        html.append(name)
        guard let value else { return }
        html.append("=\"")
        html.append(escaping: value)
        html.append("\"")
    }
}

extension Attribute {
    /// The classes that are not nil; no attribute when none is left.
    public static func `class`(_ names: String?...) -> Attribute {
        let present = names.compactMap(\.self)
        return Attribute("class", present.joined(separator: " "), if: !present.isEmpty)
    }

    /// The same attribute, present only when `condition` holds.
    public func when(_ condition: Bool) -> Attribute {
        Attribute(name, value, prefix: prefix, if: isPresent && condition)
    }

    /// `data-NAME`: the only way to hand data to a script.
    public static func data(_ name: StaticString, _ value: String) -> Attribute {
        Attribute(name, value, prefix: "data-")
    }

    /// `data-NAME` with an address within the site.
    public static func data(_ name: StaticString, _ path: URLPath) -> Attribute {
        Attribute(name, path.text, prefix: "data-")
    }

    /// `data-NAME` without a value.
    public static func data(_ name: StaticString) -> Attribute { Attribute(name, nil, prefix: "data-") }

    /// `aria-NAME`.
    public static func aria(_ name: StaticString, _ value: String) -> Attribute {
        Attribute(name, value, prefix: "aria-")
    }

    /// `aria-hidden="true"`: for ornaments.
    public static var decorative: Attribute { Attribute("aria-hidden", "true") }

    /// Where a link leads: within the site only.
    public static func href(_ path: URLPath) -> Attribute { Attribute("href", path.text) }

    /// A link to another site, by an https address of ours; any other leads nowhere.
    public static func href(site address: String) -> Attribute {
        Attribute("href", address.utf8.starts(with: "https://".utf8) ? address : "#")
    }

    /// Has whoever follows a link not tell from where.
    public static var unreferred: Attribute { Attribute("rel", "noreferrer") }

    /// A link to an element of the same page; what follows the `#` leads nowhere else.
    public static func href(anchor: String) -> Attribute { Attribute("href", "#\(anchor)") }

    /// Where a file of ours lies.
    public static func src(_ path: URLPath) -> Attribute { Attribute("src", path.text) }

    /// Where a form goes.
    public static func action(_ path: URLPath) -> Attribute { Attribute("action", path.text) }

}

extension Attribute {
    /// How a form is sent.
    public enum Method: String, Sendable { case get, post, dialog }

    /// The kind of an input or button.
    public enum Kind: String, Sendable {
        case text, search, password, number, hidden, checkbox, radio, submit, button, reset
        case localTime = "datetime-local"
    }

    /// `method`.
    public static func method(_ method: Method) -> Attribute { Attribute("method", method.rawValue) }
    /// `type`.
    public static func type(_ kind: Kind) -> Attribute { Attribute("type", kind.rawValue) }
    /// `id`.
    public static func id(_ id: String) -> Attribute { Attribute("id", id) }
    /// `name`.
    public static func name(_ name: String) -> Attribute { Attribute("name", name) }
    /// `value`.
    public static func value(_ value: String) -> Attribute { Attribute("value", value) }
    /// `for`: the id of the field that a label names.
    public static func `for`(_ id: String) -> Attribute { Attribute("for", id) }
    /// `placeholder`.
    public static func placeholder(_ text: String) -> Attribute { Attribute("placeholder", text) }
    /// `autocomplete`.
    public static func autocomplete(_ value: StaticString) -> Attribute { Attribute("autocomplete", "\(value)") }
    /// `inputmode`.
    public static func inputmode(_ value: StaticString) -> Attribute { Attribute("inputmode", "\(value)") }
    /// `autocapitalize` off, for names and addresses.
    public static var verbatim: Attribute { Attribute("autocapitalize", "none") }
    /// `spellcheck` off.
    public static var unchecked: Attribute { Attribute("spellcheck", "false") }
    /// `minlength`.
    public static func minlength(_ count: Int) -> Attribute { Attribute("minlength", "\(count)") }
    /// `maxlength`.
    public static func maxlength(_ count: Int) -> Attribute { Attribute("maxlength", "\(count)") }
    /// `rows`.
    public static func rows(_ count: Int) -> Attribute { Attribute("rows", "\(count)") }
    /// `scope` of a table head.
    public static func scope(_ value: StaticString) -> Attribute { Attribute("scope", "\(value)") }
    /// `colspan`: how many columns a cell covers.
    public static func colspan(_ count: Int) -> Attribute { Attribute("colspan", "\(count)") }
    /// `list`: the id of the suggestions of a field.
    public static func list(_ id: String) -> Attribute { Attribute("list", id) }

    /// `required`.
    public static func required(if condition: Bool = true) -> Attribute { Attribute("required", nil, if: condition) }
    /// `disabled`.
    public static func disabled(if condition: Bool = true) -> Attribute { Attribute("disabled", nil, if: condition) }
    /// `readonly`.
    public static func readonly(if condition: Bool = true) -> Attribute { Attribute("readonly", nil, if: condition) }
    /// `checked`.
    public static func checked(if condition: Bool = true) -> Attribute { Attribute("checked", nil, if: condition) }
    /// `selected`.
    public static func selected(if condition: Bool = true) -> Attribute { Attribute("selected", nil, if: condition) }
    /// `autofocus`.
    public static func autofocus(if condition: Bool = true) -> Attribute { Attribute("autofocus", nil, if: condition) }
    /// `open`, of `<details>`.
    public static func open(if condition: Bool = true) -> Attribute { Attribute("open", nil, if: condition) }
    /// `hidden`.
    public static func hidden(if condition: Bool = true) -> Attribute { Attribute("hidden", nil, if: condition) }
    /// `novalidate`: the server checks and explains.
    public static var novalidate: Attribute { Attribute("novalidate", nil) }
}

extension Attribute {
    /// `title`.
    public static func title(_ text: String) -> Attribute { Attribute("title", text) }
    /// `role`.
    public static func role(_ role: StaticString) -> Attribute { Attribute("role", "\(role)") }
    /// `lang`.
    public static func lang(_ tag: String) -> Attribute { Attribute("lang", tag) }
    /// `dir`.
    public static func dir(_ value: StaticString) -> Attribute { Attribute("dir", "\(value)") }
    /// `tabindex`: 0 to be reached by Tab, -1 by script only.
    public static func tabindex(_ value: Int) -> Attribute { Attribute("tabindex", "\(value)") }
    /// `datetime` of a time.
    public static func datetime(_ value: String) -> Attribute { Attribute("datetime", value) }
    /// `download`: the answer is saved, not shown.
    public static var download: Attribute { Attribute("download", nil) }
}
