import Fail2ban
import HTML

/// An address as a link to all that is known of it.
func addressLink(_ id: String, in frame: PageFrame) -> HTML {
    a(
        .class("address-text quiet"), .title(frame[.addressLink, id]), .href(frame.path(.address(id, lines: nil)))
    ) { inert(id, in: frame) }
}

/// The same where the text may be something else than an address, such as a name.
func addressLinkIfAny(_ text: String, in frame: PageFrame) -> HTML {
    IPNetwork(text) == nil
        ? span(.class("address-text")) { inert(text, in: frame) } : addressLink(text, in: frame)
}
