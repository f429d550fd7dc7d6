import HTML

/// The navigation: the mark, the sections, and who is signed in.
func sidebar(in frame: PageFrame) -> HTML {
    header(.class("sidebar")) {
        a(.class("brand"), .href(frame.path(.root)), .aria("label", frame[.navHome])) { wordmark() }
        button(
            .type(.button), .class("palette-button needs-script"), .data("palette"), .title(frame[.paletteTitle]),
            .aria("keyshortcuts", "Control+K")
        ) {
            symbolImage(.search)
            span(.class("grow")) { frame[.paletteOpen] }
            kbd(.decorative) { "Ctrl K" }
        }
        details(.class("fold nav-fold")) {
            summary(.class("button button-quiet")) {
                symbolImage(.menu)
                span(.class("wide-words")) { frame[.navMenu] }
            }
        }
        nav(.class("nav"), .aria("label", frame[.navLabel])) {
            ul {
                navItem(.dashboard, .root, .dashboard, frame[.navDashboard], in: frame)
                navItem(.bans, .bans(BanListQuery()), .ban, frame[.navBans], in: frame)
                navItem(.events, .events(EventListQuery()), .events, frame[.navEvents], in: frame)
                navItem(.map, .map(MapQuery()), .map, frame[.mapTitle], in: frame)
                navItem(
                    .patterns, .patterns(DashboardQuery()), .patterns, frame[.patternsTitle], in: frame)
                navItem(.jails, .jails, .jail, frame[.navJails], in: frame)
                navItem(
                    .operations, .operations(OperationListQuery()), .history, frame[.navOperations], in: frame)
                if frame.mayAudit {
                    navItem(.audit, .audit(AuditListQuery()), .audit, frame[.navAudit], in: frame)
                }
                navItem(.doctor, .doctor(again: false), .doctor, frame[.doctorTitle], in: frame)
                navItem(.runtime, .runtime, .health, frame[.runtimeTitle], in: frame)
                if frame.mayViewTasks { navItem(.tasks, .tasks, .clock, frame[.tasksTitle], in: frame) }
                navItem(.settings, .settings, .settings, frame[.navSettings], in: frame)
            }
        }
        div(.class("sidebar-foot")) {
            themeButton(in: frame)
            if let name = frame.userName { accountMenu(name, in: frame) }
        }
    }
}

private func navItem(
    _ section: PageFrame.Section, _ link: Link, _ symbol: Symbol, _ label: String, in frame: PageFrame
) -> HTML {
    let isCurrent = frame.section == section
    return li {
        a(
            .class("nav-item", isCurrent ? "is-current" : nil), .href(frame.path(link)),
            .aria("current", "page").when(isCurrent)
        ) {
            symbolImage(symbol)
            span { label }
        }
    }
}

private func accountMenu(_ name: String, in frame: PageFrame) -> HTML {
    details(.class("menu menu-up account")) {
        summary(.class("nav-item"), .aria("label", frame[.navAccount])) {
            span(.class("avatar"), .decorative) { String(name.unicodeScalars.prefix(1)).uppercased() }
            span(.class("account-name")) { inert(name, in: frame) }
        }
        div(.class("menu-panel")) {
            a(.class("menu-item"), .href(frame.path(.ownSettings))) { frame[.ownSettingsTitle] }
            a(.class("menu-item"), .href(frame.path(.sessions))) { frame[.navSessions] }
            a(.class("menu-item"), .href(frame.path(.tokens))) { frame[.tokensTitle] }
            button(.type(.button), .class("menu-item needs-script"), .data("keys-help")) { frame[.navKeys] }
            form(.method(.post), .action(frame.path(.logout))) {
                csrfField(in: frame)
                button(.class("menu-item"), .type(.submit), .data("sign-out")) { frame[.navLogout] }
            }
        }
    }
}

private func themeButton(in frame: PageFrame) -> HTML {
    button(
        .type(.button), .class("nav-item theme-button needs-script"), .data("theme-toggle"),
        .title(frame[.navTheme])
    ) {
        symbolImage(.theme)
        span(.data("theme-name")) { frame[.navThemeLabel] }
    }
}
