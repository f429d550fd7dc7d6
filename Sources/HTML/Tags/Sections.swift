/// `<title>`.
public func title(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML = nothing) -> HTML {
    element("title", attributes, content)
}

/// `<head>`.
public func head(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML = nothing) -> HTML {
    element("head", attributes, content)
}

/// `<body>`.
public func body(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML = nothing) -> HTML {
    element("body", attributes, content)
}

/// `<header>`.
public func header(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML = nothing) -> HTML {
    element("header", attributes, content)
}

/// `<main>`.
public func main(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML = nothing) -> HTML {
    element("main", attributes, content)
}

/// `<nav>`.
public func nav(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML = nothing) -> HTML {
    element("nav", attributes, content)
}

/// `<section>`.
public func section(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML = nothing) -> HTML {
    element("section", attributes, content)
}

/// `<aside>`.
public func aside(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML = nothing) -> HTML {
    element("aside", attributes, content)
}

/// `<div>` with attributes collected beforehand.
public func div(_ attributes: [Attribute], @HTMLBuilder content: () -> HTML = nothing) -> HTML {
    element("div", attributes, content)
}

/// `<div>`.
public func div(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML = nothing) -> HTML {
    element("div", attributes, content)
}

/// `<h1>`.
public func h1(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML = nothing) -> HTML {
    element("h1", attributes, content)
}

/// `<h2>`.
public func h2(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML = nothing) -> HTML {
    element("h2", attributes, content)
}

/// `<h3>`.
public func h3(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML = nothing) -> HTML {
    element("h3", attributes, content)
}

/// `<hgroup>`.
public func hgroup(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML = nothing) -> HTML {
    element("hgroup", attributes, content)
}
