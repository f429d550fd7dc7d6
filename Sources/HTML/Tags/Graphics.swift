/// `<svg>` of an ornament: a square view box, hidden from readers, painted in the colour of the text.
public func svg(_ attributes: Attribute..., viewBox: StaticString, @HTMLBuilder content: () -> HTML) -> HTML {
    let fixed = [Attribute("viewBox", "\(viewBox)"), .decorative, Attribute("focusable", "false")]
    return element("svg", fixed + attributes, content)
}

/// `<path>` of literal data.
public func path(_ attributes: Attribute..., d: StaticString) -> HTML {
    element("path", [Attribute("d", "\(d)")] + attributes) { HTML() }
}
