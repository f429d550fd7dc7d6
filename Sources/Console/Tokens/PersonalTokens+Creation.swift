internal import Storage

extension PersonalTokens {
    /// Makes a token for the one who is signed in, who must know the password: whoever only took over a session must not leave with
    /// something that outlives it. Wrong passwords count as those of a sign-in do.
    ///
    /// - Returns: the token itself, which is told nowhere else, and what is known of it.
    /// - Throws: `OperationError.invalid` for values, `AccountError` for the password.
    public func create(
        _ draft: TokenDraft, for person: SignedIn, password: String, from client: ClientAddress, by author: Author
    ) async throws -> (text: String, PersonalToken) {
        let checked = try check(draft, Principal(isAdministrator: person.account.isAdministrator))
        let hash = try await accounts.confirm(password, of: person.account.id, from: client)
        return try await insert(checked, for: person.account.id, passwordHash: hash, by: author)
    }

    /// Makes a token for an account without its password, for the command line.
    ///
    /// - Throws: `OperationError.invalid` for values, `AccountError.unknown`.
    public func create(
        _ draft: TokenDraft, for account: Account, by author: Author
    ) async throws -> (text: String, PersonalToken) {
        let checked = try check(draft, Principal(isAdministrator: account.isAdministrator))
        return try await insert(checked, for: account.id, passwordHash: nil, by: author)
    }

    private struct Checked: Sendable {
        let name: UserName
        let scopes: Set<TokenScope>
        let seconds: Int64
    }

    private func check(_ draft: TokenDraft, _ owner: Principal) throws(OperationError) -> Checked {
        var faults: [FieldFault] = []
        var name: UserName?
        // What is called by a name in the audit log follows the rules of those who act.
        do throws(UserName.Failure) {
            name = try UserName(draft.name)
        } catch {
            faults.append(FieldFault("name", "\(error)"))
        }
        let scopes = TokenScope.set(draft.scopes) ?? []
        if scopes.isEmpty {
            let words = TokenScope.allCases.map(\.rawValue).joined(separator: ", ")
            faults.append(FieldFault("scopes", "Choose at least one of: \(words)."))
        } else if !scopes.allSatisfy({ $0.isUseful(to: owner) }) {
            faults.append(FieldFault("scopes", "Your account may not do this itself."))
        }
        if !(1...Self.mostDays).contains(draft.days) {
            faults.append(FieldFault("days", "Choose from 1 to \(Self.mostDays) days."))
        }
        guard let name, faults.isEmpty else { throw .invalid(faults) }
        return Checked(name: name, scopes: scopes, seconds: Int64(draft.days) * 86_400)
    }

    /// - Parameter passwordHash: what the password was checked against; nil where it was not asked.
    private func insert(
        _ checked: Checked, for accountID: Int64, passwordHash: String?, by author: Author
    ) async throws -> (text: String, PersonalToken) {
        let secret = random(TokenText.tokenSize)
        let moment = now()
        let end = moment + checked.seconds
        let token = try await database.write { transaction in
            guard let user = try transaction.users.find(id: accountID), !user.isDisabled else {
                throw AccountError.unknown
            }
            // Somebody changed it in between, which ends tokens: this one would outlive that.
            guard passwordHash == nil || passwordHash == user.passwordHash else { throw AccountError.wrongPassword }
            try Self.makePlace(for: checked.name, of: accountID, transaction)
            let event = AuditEvent(
                .tokenAdd, subject: Self.subject(checked.name.text, of: user, by: author),
                after: "\(checked.scopes.text), until \(AuditMoment.text(end))")
            try transaction.note(event, by: author, at: moment)
            return try transaction.apiTokens.insert(
                tokenHash: TokenText.hash(secret), userID: accountID, name: checked.name.text,
                nameKey: checked.name.key, scopes: checked.scopes.text, createdAt: moment, expiresAt: end)
        }
        return (TokenText.text(secret), PersonalToken(token, seen: nil))
    }

    private static func makePlace(for name: UserName, of accountID: Int64, _ transaction: any Transaction) throws {
        let others = try transaction.apiTokens.list(userID: accountID)
        guard others.count < mostOfAccount else {
            throw OperationError.invalid([
                FieldFault("name", "There are \(mostOfAccount) tokens; revoke one that is not needed.")
            ])
        }
        guard try transaction.apiTokens.find(nameKey: name.key, of: accountID) == nil else {
            throw OperationError.invalid([FieldFault("name", "Another token has this name.")])
        }
    }
}
