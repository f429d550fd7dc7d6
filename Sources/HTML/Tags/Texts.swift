/// `<p>`.
public func p(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML = nothing) -> HTML {
    element("p", attributes, content)
}

/// `<a>`.
public func a(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML = nothing) -> HTML {
    element("a", attributes, content)
}

/// `<span>`.
public func span(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML = nothing) -> HTML {
    element("span", attributes, content)
}

/// `<strong>`.
public func strong(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML = nothing) -> HTML {
    element("strong", attributes, content)
}

/// `<code>`.
public func code(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML = nothing) -> HTML {
    element("code", attributes, content)
}

/// `<kbd>`.
public func kbd(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML = nothing) -> HTML {
    element("kbd", attributes, content)
}

/// `<mark>`.
public func mark(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML = nothing) -> HTML {
    element("mark", attributes, content)
}

/// `<bdi>`.
public func bdi(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML = nothing) -> HTML {
    element("bdi", attributes, content)
}

/// `<ul>`.
public func ul(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML = nothing) -> HTML {
    element("ul", attributes, content)
}

/// `<ol>`.
public func ol(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML = nothing) -> HTML {
    element("ol", attributes, content)
}

/// `<li>`.
public func li(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML = nothing) -> HTML {
    element("li", attributes, content)
}

/// `<dl>`.
public func dl(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML = nothing) -> HTML {
    element("dl", attributes, content)
}

/// `<dt>`.
public func dt(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML = nothing) -> HTML {
    element("dt", attributes, content)
}

/// `<dd>`.
public func dd(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML = nothing) -> HTML {
    element("dd", attributes, content)
}

/// `<time>`.
public func time(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML = nothing) -> HTML {
    element("time", attributes, content)
}

/// `<br>`.
public func br() -> HTML { void("br", []) }
