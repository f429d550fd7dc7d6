import HTML

/// The page of one's own tokens for programs.
func tokensPage(_ view: TokensView, in frame: PageFrame) -> HTML {
    page(in: frame) {
        pageHead(frame[.tokensTitle], lead: HTML(frame[.tokensLead]))
        if let made = view.made { madeToken(made, in: frame) }
        errorSummary(faults(of: view.form, in: frame), in: frame)
        div(.class("token-layout")) {
            if view.tokens.isEmpty {
                emptyState(.key, title: frame[.tokensEmptyTitle], detail: frame[.tokensEmptyDetail])
            } else {
                ul(.class("card rows rows-large")) { for token in view.tokens { tokenRow(token, in: frame) } }
            }
            tokenForm(view.form, in: frame)
        }
    }
}

/// The page that asks before a token is revoked.
func revokeTokenPage(_ token: TokensView.TokenRow, in frame: PageFrame) -> HTML {
    page(in: frame) {
        pageHead(
            frame[.tokensRevokeTitle, token.name], lead: HTML(frame[.tokensRevokeDetail]),
            back: a(.class("back"), .href(frame.path(.tokens))) { frame[.tokensTitle] })
        form(.class("card form"), .method(.post), .action(frame.path(.revokeToken(token.id)))) {
            csrfField(in: frame)
            tokenFacts(token, in: frame)
            div(.class("form-foot")) {
                button(.type(.submit), .class("button button-danger")) { frame[.tokensRevokeSubmit] }
                a(.class("button button-quiet"), .href(frame.path(.tokens))) { frame[.banCancel] }
            }
        }
    }
}

private func madeToken(_ made: TokensView.Made, in frame: PageFrame) -> HTML {
    let title = frame[.tokensMadeTitle, made.name]
    return section(.class("panel token-made"), .aria("label", title), .tabindex(-1), .autofocus()) {
        div(.class("panel-head")) {
            h2 { title }
            p(.class("hint")) { frame[.tokensMadeDetail] }
        }
        div(.class("token-text")) {
            commandLine(made.text, in: frame)
            equivalentCommands([made.example], under: frame[.tokensMadeUse], in: frame)
        }
    }
}

private func tokenRow(_ token: TokensView.TokenRow, in frame: PageFrame) -> HTML {
    li {
        div(.class("grow")) {
            p(.class("row-title")) {
                inert(token.name, in: frame)
                if token.isExpired { badge(.warn, frame[.tokensExpired]) }
            }
            tokenFacts(token, in: frame)
        }
        a(.class("button button-small button-row"), .href(frame.path(.revokeToken(token.id)))) {
            frame[.tokensRevoke]
            span(.class("visually-hidden")) {
                " "
                visible(token.name)
            }
        }
    }
}

/// What a token is for, and since, until and when it was used.
private func tokenFacts(_ token: TokensView.TokenRow, in frame: PageFrame) -> HTML {
    div(.class("token-facts")) {
        p(.class("token-scopes")) { for scope in token.scopes { tag(scope, title: scopeWords(scope, in: frame)) } }
        p(.class("hint")) {
            if let used = token.used {
                frame[.tokensUsed]
                " "
                timeAgo(used, in: frame)
                if let address = token.address {
                    " "
                    frame[.tokensUsedFrom]
                    " "
                    span(.class("address-text")) { inert(address, in: frame) }
                }
            } else {
                frame[.tokensNever]
            }
            " · "
            frame[.tokensMade]
            " "
            timeAgo(token.made, in: frame)
            if !token.isExpired {
                " · "
                frame[.tokensEnds]
                " "
                exactTime(token.ends, in: frame)
            }
        }
    }
}

/// What a scope allows, in words; nothing where it is none of ours.
private func scopeWords(_ scope: String, in frame: PageFrame) -> String {
    Text.tokensScopeChoices.first { $0.word == scope }.map { frame[$0.words] } ?? ""
}

private func tokenForm(_ view: TokensView.Form, in frame: PageFrame) -> HTML {
    panel(frame[.tokensCreate], note: frame[.tokensCreateNote]) {
        form(.class("form token-form"), .method(.post), .action(frame.path(.tokens)), .novalidate) {
            csrfField(in: frame)
            textField(
                FieldView(
                    name: "name", label: frame[.tokensName], hint: frame[.tokensNameHint], error: view.nameError),
                value: view.name, in: frame, .autocomplete("off"), .verbatim, .unchecked, .required())
            scopeChoices(view, in: frame)
            choiceField(
                FieldView(name: "days", label: frame[.tokensLifetime], error: view.daysError),
                options: view.lifetimes.map { ("\($0)", frame[.tokensDays, "\($0)"]) }, selected: "\(view.days)",
                in: frame)
            // For password managers, which file a password under the name beside it.
            input(.type(.text), .name("username"), .value(frame.userName ?? ""), .autocomplete("username"), .hidden())
            textField(
                FieldView(
                    name: "password", label: frame[.passwordCurrent], hint: frame[.tokensPasswordHint],
                    error: view.passwordError),
                value: "", in: frame, kind: .password, .autocomplete("current-password"), .required())
            div(.class("form-foot")) {
                button(.type(.submit), .class("button button-primary")) { frame[.tokensCreate] }
            }
        }
    }
}

private func scopeChoices(_ view: TokensView.Form, in frame: PageFrame) -> HTML {
    fieldset(
        .class("field", view.scopesError == nil ? nil : "has-error"), .id("f-scopes"),
        .aria("describedby", "f-scopes-error").when(view.scopesError != nil)
    ) {
        legend { frame[.tokensScopes] }
        div(.class("scope-choices")) {
            for choice in view.choices {
                label(.class("choice scope-choice")) {
                    input(
                        .type(.checkbox), .name("scope"), .value(choice.word),
                        .checked(if: view.scopes.contains(choice.word)))
                    span { frame[choice.words] }
                    code { choice.word }
                }
            }
        }
        if let error = view.scopesError {
            p(.class("error"), .id("f-scopes-error")) {
                symbolImage(.danger)
                span { inert(frame.phrase(error), in: frame) }
            }
        }
    }
}

private func faults(of form: TokensView.Form, in frame: PageFrame) -> [FieldError] {
    [
        ("f-name", frame[.tokensName], form.nameError), ("f-scopes", frame[.tokensScopes], form.scopesError),
        ("f-days", frame[.tokensLifetime], form.daysError),
        ("f-password", frame[.passwordCurrent], form.passwordError),
    ].compactMap { id, label, error in error.map { FieldError(id: id, label: label, message: $0) } }
}

extension Text {
    /// What each scope allows, by the words of the API.
    static let tokensScopeChoices: [(word: String, words: Text)] = [
        ("read", .tokensScopeRead), ("bans", .tokensScopeBans), ("jails", .tokensScopeJails),
        ("system", .tokensScopeSystem), ("settings", .tokensScopeSettings),
    ]
}
