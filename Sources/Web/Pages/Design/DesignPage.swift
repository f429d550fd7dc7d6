import HTML

/// The page that shows every component in all its states, for those who work on them. Its head leads to the same in
/// other colours and densities, whatever the reader chose for themselves.
func designPage(in frame: PageFrame) -> HTML {
    page(in: frame) {
        pageHead(frame[.designTitle], lead: HTML(frame[.designLead])) { variants(in: frame) }
        specimen(.designButtons, in: frame) { buttonSpecimens(in: frame) }
        specimen(.designStates, in: frame) { stateSpecimens(in: frame) }
        specimen(.designTimes, in: frame) { timeSpecimens(in: frame) }
        specimen(.bansChips, in: frame) { banChips(BanListQuery(text: "203.0.113.0/24", jails: ["sshd"]), in: frame) }
        specimen(.designTiles, in: frame, isStacked: true) { tileSpecimens(in: frame) }
        specimen(.designCharts, in: frame, isStacked: true) {
            sparkSpecimens(in: frame)
            timelineSpecimen(in: frame)
            mapSpecimen(in: frame)
        }
        h2(.class("specimen-head")) { frame[.designTables] }
        tableSpecimens(in: frame)
        panel(frame[.designFields]) { div(.class("form")) { fieldSpecimens(in: frame) } }
        specimen(.designBanners, in: frame, isStacked: true) { bannerSpecimens(in: frame) }
        specimen(.designMessages, in: frame) { messageSpecimens(in: frame) }
        specimen(.designInert, in: frame) { inert("Invalid user \u{1b}[31mroot\u{202e}nimda\0 <b>", in: frame) }
        specimen(.designChecks, in: frame, isStacked: true) {
            checkList(specimenChecks(in: frame), in: frame)
            equivalentCommands(["fail2ban-client set sshd banip 192.0.2.1"], in: frame)
        }
        h2(.class("specimen-head")) { frame[.designEmpty] }
        div(.class("columns")) { emptySpecimens(in: frame) }
    }
}

private func specimen(
    _ name: Text, in frame: PageFrame, isStacked: Bool = false, @HTMLBuilder content: () -> HTML
) -> HTML {
    panel(frame[name]) { div(.class("specimen", isStacked ? "specimen-rows" : nil)) { content() } }
}

/// Links to the page in each of the colours and densities.
private func variants(in frame: PageFrame) -> HTML {
    let choices: [(Text, PageFrame.Theme, PageFrame.Density)] = [
        (.ownSettingsThemeLight, .light, frame.density), (.ownSettingsThemeDark, .dark, frame.density),
        (.ownSettingsDensityRoomy, frame.theme, .roomy), (.ownSettingsDensityDense, frame.theme, .dense),
    ]
    return group {
        for (name, theme, density) in choices {
            let isOn = theme == frame.theme && density == frame.density
            a(
                .class("button", isOn ? "is-on" : nil), .aria("current", "true").when(isOn),
                .href(frame.path(.designIn(theme: theme, density: density)))
            ) { frame[name] }
        }
    }
}
