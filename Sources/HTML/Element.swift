/// An element with its content.
func element(_ name: StaticString, _ attributes: [Attribute], _ content: () -> HTML) -> HTML {
    var html = open(name, attributes)
    html.append(content())
    html.append("</")
    html.append(name)
    html.append(">")
    return html
}

/// A void element, which has no content and no end tag.
func void(_ name: StaticString, _ attributes: [Attribute]) -> HTML {
    open(name, attributes)
}

/// A whole document with its doctype.
public func document(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML) -> HTML {
    var html = HTML(trusted: "<!doctype html>\n")
    html.append(element("html", attributes, content))
    return html
}

/// An ES module of our own, the only kind of script a page can name.
public func script(module path: URLPath) -> HTML {
    element("script", [Attribute("type", "module"), .src(path)]) { HTML() }
}

/// A style sheet of our own.
public func stylesheet(_ path: URLPath) -> HTML {
    void("link", [Attribute("rel", "stylesheet"), .href(path)])
}

/// The icon of the page.
public func icon(_ path: URLPath, type: StaticString) -> HTML {
    void("link", [Attribute("rel", "icon"), Attribute("type", "\(type)"), .href(path)])
}

/// A module that the page's script imports, fetched early.
public func preload(module path: URLPath) -> HTML {
    void("link", [Attribute("rel", "modulepreload"), .href(path)])
}

/// A named piece of information about the page.
public func meta(name: StaticString, content: String) -> HTML {
    void("meta", [Attribute("name", "\(name)"), Attribute("content", content)])
}

/// The declaration that the page is UTF-8.
public func metaUTF8() -> HTML {
    HTML(trusted: "<meta charset=\"utf-8\">")
}

private func open(_ name: StaticString, _ attributes: [Attribute]) -> HTML {
    var html = HTML()
    html.append("<")
    html.append(name)
    for attribute in attributes { attribute.write(into: &html) }
    html.append(">")
    return html
}
