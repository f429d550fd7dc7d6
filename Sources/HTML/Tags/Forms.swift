/// `<form>`.
public func form(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML = nothing) -> HTML {
    element("form", attributes, content)
}

/// `<fieldset>`.
public func fieldset(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML = nothing) -> HTML {
    element("fieldset", attributes, content)
}

/// `<legend>`.
public func legend(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML = nothing) -> HTML {
    element("legend", attributes, content)
}

/// `<label>`.
public func label(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML = nothing) -> HTML {
    element("label", attributes, content)
}

/// `<button>`.
public func button(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML = nothing) -> HTML {
    element("button", attributes, content)
}

/// `<select>`.
public func select(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML = nothing) -> HTML {
    element("select", attributes, content)
}

/// `<select>` with attributes collected beforehand.
public func select(_ attributes: [Attribute], @HTMLBuilder content: () -> HTML = nothing) -> HTML {
    element("select", attributes, content)
}

/// `<option>`.
public func option(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML = nothing) -> HTML {
    element("option", attributes, content)
}

/// `<datalist>`.
public func datalist(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML = nothing) -> HTML {
    element("datalist", attributes, content)
}

/// `<details>`.
public func details(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML = nothing) -> HTML {
    element("details", attributes, content)
}

/// `<summary>`.
public func summary(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML = nothing) -> HTML {
    element("summary", attributes, content)
}

/// `<dialog>`.
public func dialog(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML = nothing) -> HTML {
    element("dialog", attributes, content)
}

/// `<input>`.
public func input(_ attributes: Attribute...) -> HTML { void("input", attributes) }

/// `<input>` with attributes collected beforehand.
public func input(_ attributes: [Attribute]) -> HTML { void("input", attributes) }

/// `<textarea>` holding `text`; parsers drop a line feed right behind the tag, so one is written for them.
public func textarea(_ attributes: [Attribute], text: String = "") -> HTML {
    element("textarea", attributes) { HTML("\n" + text) }
}
