import Console
import Web

/// Accounts, for a terminal.
enum AccountText {
    static func show(_ accounts: [Account], json: Bool) {
        if json { return Output.json(AccountJSON.list(accounts)) }
        Output.table(
            ["NAME", "ADMINISTRATOR", "STATE"],
            accounts.map {
                [Output.inert($0.name), $0.isAdministrator ? "yes" : "no", $0.isDisabled ? "disabled" : "active"]
            })
    }
}
