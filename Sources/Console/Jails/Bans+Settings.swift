import Fail2ban
import Host
import Storage

extension Bans {
    /// Gives settings of a jail the value that they had before an operation of a kind changed them.
    func takeBackSettings(
        _ kind: String, _ items: [OperationItem], in jail: JailName, into draft: inout OperationDraft
    ) async throws {
        let announced = items.map { item in
            OperationItem(
                host: host.id.text, jail: jail.text, id: item.id, result: OperationRecord.Result.unknown.rawValue,
                detail: OperationItem.cutOff)
        }
        try await announce(announced, of: draft)
        for item in items {
            guard let change = JailChange(takingBack: kind, item) else { throw OperationError.tooLate }
            let outcome = try await apply(change, in: jail)
            draft.commands.append(change.clientWords(in: jail))
            draft.note([BanID.raw(item.id)], in: jail, host: host.id, outcome.result, outcome.detail, [:])
        }
        await mirror.distrust(jail)
    }

    /// Changes a setting, and judges by what is then in force when fail2ban did not confirm it. Throws where nothing
    /// was changed.
    func apply(_ change: JailChange, in jail: JailName) async throws -> Outcome {
        do throws(HostError) {
            _ = try await host.change(change, in: jail)
            return Outcome(.done)
        } catch {
            if error.concernsOneJail { throw error }
            guard let settings = try? await host.settings(of: jail) else {
                return Outcome(.unknown, "fail2ban gave no answer; look at the jail before you try again.")
            }
            return change.isAlready(in: settings) ? Outcome(.done) : Outcome(.refused, error.words)
        }
    }
}
