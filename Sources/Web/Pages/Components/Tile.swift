import HTML

/// A figure under its name; part of a list `tiles`.
func tile(_ name: String, @HTMLBuilder content: () -> HTML) -> HTML {
    div(.class("tile")) {
        dt { name }
        dd { content() }
    }
}
