/// Why an address is not gone to, before any name is looked up.
public enum OutboundLinkFault: String, Error, CaseIterable, Hashable, Sendable {
    case tooLong, character, scheme, plain, noHost, userinfo, hostName, trailingDot, international, numericHost, zone,
        port

    /// What is wrong and what to do, one sentence each.
    public var words: String {
        switch self {
        case .tooLong: "The address is longer than 2048 bytes. Use a shorter one."
        case .character:
            "The address holds a blank, a line break or another character that must not stand in it. Write it percent-encoded."
        case .scheme: "Only https is gone out to. Write an address that begins with https://."
        case .plain: "http is not encrypted, and what comes could be changed on the way. Use the https address."
        case .noHost: "The address names no host. Write it as https://host/path."
        case .userinfo: "The address holds a user name or an @ before its host. Leave them out."
        case .hostName: "The host is no name of the internet. Write letters, digits and hyphens, with dots between."
        case .trailingDot: "The host ends with a dot. Leave the dot out."
        case .international: "The host has letters beyond a to z. Write it in its xn-- form."
        case .numericHost:
            "The host is a number that programs read as an address in different ways. Write the address as a.b.c.d."
        case .zone: "The host names a network interface. Only addresses that hold everywhere are gone out to."
        case .port: "The port is none. Write a number from 1 to 65535, or leave it out."
        }
    }
}
