/// A place or an extent in a chart.
public enum Length: Sendable, Hashable {
    /// Of the chart's own width or height.
    case percent(Double)
    /// In pixels.
    case pixels(Double)

    fileprivate var text: String {
        switch self {
        case .percent(let share): ChartNumber.text(share) + "%"
        case .pixels(let count): ChartNumber.text(count)
        }
    }
}

/// Numbers as charts hold them.
enum ChartNumber {
    /// A number with two decimals at most; what is no number is 0.
    static func text(_ number: Double) -> String {
        guard number.isFinite else { return "0" }
        let hundredths = Int((min(max(number, -1e9), 1e9) * 100).rounded())
        let (whole, rest) = (abs(hundredths) / 100, abs(hundredths) % 100)
        let sign = hundredths < 0 ? "-" : ""
        guard rest > 0 else { return "\(sign)\(whole)" }
        return rest % 10 == 0 ? "\(sign)\(whole).\(rest / 10)" : "\(sign)\(whole).\(rest < 10 ? "0" : "")\(rest)"
    }
}

/// The outline of a `<path>`, made of numbers only.
public struct Outline: Sendable, Hashable {
    fileprivate private(set) var text = ""

    /// Nothing.
    public init() {}

    /// Whether there is nothing to draw.
    public var isEmpty: Bool { text.isEmpty }

    /// Goes to a point without a line.
    public mutating func move(_ x: Double, _ y: Double) {
        text += "M\(ChartNumber.text(x)) \(ChartNumber.text(y))"
    }

    /// Draws a line to a point.
    public mutating func line(_ x: Double, _ y: Double) {
        text += "L\(ChartNumber.text(x)) \(ChartNumber.text(y))"
    }

    /// Draws a line back to where it began.
    public mutating func close() { text += "z" }

    /// Draws a line of no length: a dot, where the ends of lines are round.
    public mutating func point(_ x: Int, _ y: Int) { text += "M\(x) \(y)h0" }

    /// Draws another outline beside this one.
    public mutating func append(_ other: Outline) { text += other.text }

    /// The outline that data of a path draw; nil where they hold anything but numbers and commands.
    public init?(data: String) {
        guard data.utf8.allSatisfy(Self.isOfPath) else { return nil }
        text = data
    }

    private static func isOfPath(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: " "), UInt8(ascii: "-"), UInt8(ascii: "."),
            UInt8(ascii: "M"), UInt8(ascii: "m"), UInt8(ascii: "L"), UInt8(ascii: "l"), UInt8(ascii: "H"),
            UInt8(ascii: "h"), UInt8(ascii: "V"), UInt8(ascii: "v"), UInt8(ascii: "z"):
            true
        default: false
        }
    }

    /// Draws a rectangle, of which the upper left corner is given.
    public mutating func rectangle(x: Double, y: Double, width: Double, height: Double) {
        let (across, down) = (ChartNumber.text(width), ChartNumber.text(height))
        text += "M\(ChartNumber.text(x)) \(ChartNumber.text(y))h\(across)v\(down)h\(ChartNumber.text(-width))z"
    }
}

/// `<svg>` that fills the room that it is given. What it shows has to stand in words beside it: readers pass it over.
public func chart(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML) -> HTML {
    element("svg", [.decorative, Attribute("focusable", "false")] + attributes, content)
}

/// `<svg>` of so many units across and down, which are stretched to the room that it is given; readers pass it over.
public func chart(
    _ attributes: Attribute..., width: Double, height: Double, @HTMLBuilder content: () -> HTML
) -> HTML {
    let box = "0 0 \(ChartNumber.text(width)) \(ChartNumber.text(height))"
    let fixed = [
        Attribute("viewBox", box), Attribute("preserveAspectRatio", "none"), .decorative,
        Attribute("focusable", "false"),
    ]
    return element("svg", fixed + attributes, content)
}

/// `<path>` of an outline.
public func path(_ attributes: Attribute..., outline: Outline) -> HTML {
    element("path", [Attribute("d", outline.text)] + attributes) { HTML() }
}

/// `<rect>`.
public func rectangle(
    _ attributes: Attribute..., x: Length, y: Length, width: Length, height: Length,
    @HTMLBuilder content: () -> HTML = nothing
) -> HTML {
    let place = [
        Attribute("x", x.text), Attribute("y", y.text), Attribute("width", width.text),
        Attribute("height", height.text),
    ]
    return element("rect", place + attributes, content)
}

/// `<line>`.
public func ruler(_ attributes: Attribute..., from: (x: Length, y: Length), to: (x: Length, y: Length)) -> HTML {
    let ends = [
        Attribute("x1", from.x.text), Attribute("y1", from.y.text), Attribute("x2", to.x.text),
        Attribute("y2", to.y.text),
    ]
    return element("line", ends + attributes) { HTML() }
}

/// `<text>` of a chart.
public func chartText(
    _ attributes: Attribute..., x: Length, y: Length, @HTMLBuilder content: () -> HTML
) -> HTML {
    element("text", [Attribute("x", x.text), Attribute("y", y.text)] + attributes, content)
}
