import TestSupport
import Testing

@testable import Console

@Suite(.shows("ASVS-8.2.1")) struct AccessTests {
    @Test(arguments: Action.allCases)
    func `every action has a rule, and administrators may all but what asks for a token`(_ action: Action) {
        let administrator = Principal(isAdministrator: true)
        #expect(administrator.may(action) == ![.setup, .metrics].contains(action.rule.need))
    }

    @Test(arguments: Action.allCases)
    func `without a grant only what everyone who is signed in may do is allowed`(_ action: Action) {
        let need = action.rule.need
        #expect(Principal(isAdministrator: false).may(action) == (need == .anyone || need == .signedIn))
    }

    @Test(arguments: Level.allCases)
    func `a grant allows exactly its level and those below`(_ granted: Level) {
        let person = Principal(isAdministrator: false, grants: [.guard: granted])
        for action in Action.allCases {
            switch action.rule.need {
            case .app(.guard, let needed): #expect(person.may(action) == (needed <= granted), "\(action)")
            case .administrator, .setup, .metrics: #expect(!person.may(action), "\(action)")
            case .anyone, .signedIn: #expect(person.may(action), "\(action)")
            }
        }
    }

    @Test func `who may look cannot change, who may ban cannot change jails`() {
        let looker = Principal(isAdministrator: false, grants: [.guard: .view])
        let operating = Principal(isAdministrator: false, grants: [.guard: .operate])
        let manager = Principal(isAdministrator: false, grants: [.guard: .manage])
        let changing: [Action] = [.ban, .unban, .undo, .confirmOperation]
        let managing: [Action] = [
            .changeJail, .ignoreAddress, .unignoreAddress, .startJail, .stopJail, .reloadJail, .startDaemon,
        ]
        #expect(changing.allSatisfy { !looker.may($0) && operating.may($0) && manager.may($0) })
        #expect(managing.allSatisfy { !looker.may($0) && !operating.may($0) && manager.may($0) })
        #expect((changing + managing).allSatisfy { $0.rule.changesState })
        #expect(!manager.may(.manageUsers))
        #expect(!manager.may(.changeSettings))
    }

    @Test func `what is only looked at changes nothing`() {
        for action in Action.allCases where action.rawValue.hasPrefix("view") || action.rawValue.hasPrefix("read") {
            #expect(!action.rule.changesState, "\(action)")
        }
    }
}
