/// `<table>`.
public func table(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML = nothing) -> HTML {
    element("table", attributes, content)
}

/// `<caption>`.
public func caption(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML = nothing) -> HTML {
    element("caption", attributes, content)
}

/// `<thead>`.
public func thead(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML = nothing) -> HTML {
    element("thead", attributes, content)
}

/// `<tbody>`.
public func tbody(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML = nothing) -> HTML {
    element("tbody", attributes, content)
}

/// `<tr>`.
public func tr(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML = nothing) -> HTML {
    element("tr", attributes, content)
}

/// `<th>`.
public func th(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML = nothing) -> HTML {
    element("th", attributes, content)
}

/// `<td>`.
public func td(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML = nothing) -> HTML {
    element("td", attributes, content)
}
