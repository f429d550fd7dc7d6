public import Host

/// Why something asked of a host was not done at all.
public enum OperationError: Error, Equatable, Sendable {
    /// Values that cannot be used, by field.
    case invalid([FieldFault])
    /// There is no such operation.
    case noSuchOperation
    /// It was undone before, or its time to be undone or confirmed has passed.
    case tooLate
    /// The person may not do what the operation did, and so neither take it back nor keep it.
    case notAllowed
    /// The person may, and the token that was used may not do this.
    case notInScope(Action)
    /// The host did not do it.
    case host(HostError)
}

extension FieldFault {
    /// A fault of a field, by the field's name in the API.
    public init(_ field: String, _ message: String) {
        self.init(field: field, message: message)
    }
}
