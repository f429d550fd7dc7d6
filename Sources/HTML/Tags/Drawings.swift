/// `<svg>` that says something: a drawing of a width and a height of its own, stretched to the room that it is given. Readers
/// are told `label`, so what it shows has to stand beside it too.
public func drawing(
    _ attributes: Attribute..., width: Int, height: Int, label: String, @HTMLBuilder content: () -> HTML
) -> HTML {
    let fixed = [
        Attribute("viewBox", "0 0 \(width) \(height)"), Attribute("preserveAspectRatio", "none"), .role("img"),
        .aria("label", label), Attribute("focusable", "false"),
    ]
    return element("svg", fixed + attributes, content)
}

/// `<rect>` of a drawing, with words for who points at it.
public func box(_ attributes: Attribute..., x: Int, y: Int, width: Int, height: Int, title: String? = nil) -> HTML {
    let place = [
        Attribute("x", "\(x)"), Attribute("y", "\(y)"), Attribute("width", "\(width)"),
        Attribute("height", "\(height)"),
    ]
    return element("rect", place + attributes) {
        title.map { words in element("title", []) { HTML(words) } } ?? HTML()
    }
}

/// `<svg>` whose parts are links, which readers are told one by one: a group under `label`, in its own proportions.
public func linkedDrawing(
    _ attributes: Attribute..., width: Int, height: Int, label: String, @HTMLBuilder content: () -> HTML
) -> HTML {
    let fixed = [Attribute("viewBox", "0 0 \(width) \(height)"), .role("group"), .aria("label", label)]
    return element("svg", fixed + attributes, content)
}
