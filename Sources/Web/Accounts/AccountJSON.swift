package import Console
package import NIOCore

/// Accounts, as programs are told them.
package enum AccountJSON {
    package static func list(_ accounts: [Account]) -> ByteBuffer {
        JSONWriter.object { json in
            json.array("users", accounts) { json, account in
                json.object {
                    $0.field("id", account.id)
                    $0.field("username", account.name)
                    $0.field("administrator", account.isAdministrator)
                    $0.field("disabled", account.isDisabled)
                    $0.field("createdAt", time: account.createdAt)
                }
            }
        }
    }
}
