import Testing

@testable import Console

@Suite struct TokenScopeTests {
    @Test func `each scope is for something, and what is for people is for none`() {
        for scope in TokenScope.allCases {
            #expect(Action.allCases.contains { $0.scopes == [scope] }, "\(scope)")
        }
        let people: [Action] = [
            .createOwnToken, .revokeOwnToken, .viewOwnTokens, .changeOwnPassword, .signOut, .viewOwnSessions,
            .endOwnSession, .manageUsers, .changeOwnSettings, .viewOwnSettings,
        ]
        for action in people { #expect(action.scopes.isEmpty, "\(action)") }
    }

    @Test func `what changes something is in no scope that only looks`() {
        for action in Action.allCases where action.rule.changesState {
            #expect(action.scopes.isDisjoint(with: [.read, .system]), "\(action)")
        }
        for action in Action.allCases
        where !action.rule.changesState
            && ![.viewSession, .viewDescription].contains(action)
        {
            #expect(action.scopes.isDisjoint(with: [.bans, .jails, .settings]), "\(action)")
        }
    }

    @Test(arguments: Action.allCases)
    func `a token has what both its scopes and its owner have`(_ action: Action) {
        let owners = [
            Principal(isAdministrator: true), Principal(isAdministrator: false),
            Principal(isAdministrator: false, grants: [.guard: .operate]),
        ]
        for owner in owners {
            for scope in TokenScope.allCases {
                var token = owner
                token.scopes = [scope]
                let isNamed = action.scopes.contains(scope) || action.rule.need == .anyone
                #expect(token.may(action) == (owner.may(action) && isNamed), "\(scope)")
            }
            var all = owner
            all.scopes = Set(TokenScope.allCases)
            #expect(owner.may(action) || !all.may(action))
        }
    }

    @Test func `a scope is of use to those who may do something of it`() {
        func useful(_ principal: Principal) -> [TokenScope] {
            TokenScope.allCases.filter { $0.isUseful(to: principal) }
        }
        #expect(useful(Principal(isAdministrator: true)) == TokenScope.allCases)
        #expect(useful(Principal(isAdministrator: false)) == [.read])
        #expect(useful(Principal(isAdministrator: false, grants: [.guard: .operate])) == [.read, .bans])
    }

    @Test func `words name scopes, all or none`() {
        #expect(TokenScope.set(["bans", "read", "bans"]) == [.read, .bans])
        #expect(TokenScope.set(["read", "Bans"]) == nil && TokenScope.set(["admin"]) == nil)
        #expect(TokenScope.set([String]()) == [])
        #expect(Set<TokenScope>([.settings, .read]).text == "read settings")
    }
}
