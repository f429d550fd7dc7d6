/// The words of: patterns.
extension Text {
    static let keysPatterns = Text("keys.patterns", "Go to patterns")
    static let patternsAddresses = Text("patterns.addresses", "Addresses")
    static let patternsBanRange = Text("patterns.ban.range", "Ban range …")
    static let patternsBanRangeOf = Text("patterns.ban.range.of", "Ban range {0}")
    static let patternsBanned = Text("patterns.banned", "banned")
    static let patternsFailing = Text("patterns.failing", "Failing, not banned yet")
    static let patternsFailingEmpty = Text(
        "patterns.failing.empty", "Nobody who failed of late is free to go on: all are banned, or nobody failed.")
    static let patternsFailingHint = Text(
        "patterns.failing.hint", "Failures within each jail's findtime and since the last ban there.")
    static let patternsFailures = Text("patterns.failures", "Failures")
    static let patternsFirst = Text("patterns.first", "First")
    static let patternsHit = Text("patterns.hit", "Who else it hits")
    static let patternsHitPeople = Text("patterns.hit.people", "signed in from there: {0}")
    static let patternsHitUnseen = Text("patterns.hit.unseen", "{0} addresses never seen here")
    static let patternsHitUnseenAny = Text("patterns.hit.unseen.any", "all other hosts of this /64")
    static let patternsJails = Text("patterns.jails", "Jails")
    static let patternsLast = Text("patterns.last", "Last")
    static let patternsLead = Text(
        "patterns.lead", "Who is about to be banned, who comes back, and who comes together.")
    static let patternsMissing = Text("patterns.missing", "To a ban")
    static let patternsMissingNone = Text("patterns.missing.none", "due")
    static let patternsMissingUnknown = Text("patterns.missing.unknown", "unknown")
    static let patternsNetworks = Text("patterns.networks", "Networks with many addresses")
    static let patternsNetworksEmpty = Text("patterns.networks.empty", "No network had five addresses or more.")
    static let patternsNetworksHint = Text(
        "patterns.networks.hint", "A network of the internet holds many ranges: ban those that came, not all of it.")
    static let patternsRange = Text("patterns.range", "Range")
    static let patternsRanges = Text("patterns.ranges", "Ranges with many addresses")
    static let patternsRangesEmpty = Text("patterns.ranges.empty", "No /24 or /64 had five addresses or more.")
    static let patternsRangesHint = Text(
        "patterns.ranges.hint",
        "Who never failed was never seen here, so what a ban of a range hits beside is an estimate.")
    static let patternsRepeated = Text("patterns.repeated", "Repeat offenders")
    static let patternsRepeatedEmpty = Text("patterns.repeated.empty", "Nobody was banned twice.")
    static let patternsStretch = Text("patterns.stretch", "In the time shown")
    static let patternsTitle = Text("patterns.title", "Patterns")
}
