/// The name of an account: 1 to 64 characters in normal form C, no blanks at its ends, nothing invisible in it.
public struct UserName: Hashable, Sendable {
    /// The name as it is shown.
    public let text: String
    /// The name by which two spellings are one: in lower case.
    public let key: String

    /// Why a text is no user name.
    public enum Failure: Error, Equatable, Sendable {
        /// Nothing but blanks.
        case empty
        /// More than 64 characters.
        case tooLong
        /// A control, format, private or unassigned character, by its code point.
        case forbiddenCharacter(UInt32)
    }

    /// Reads what a person typed.
    public init(_ typed: String) throws(Failure) {
        // Bounds the work of what follows; 64 characters of 4 bytes each and room for marks that compose.
        guard typed.utf8.count <= 1024 else { throw .tooLong }
        let normal = NormalForm.canonical(typed)
        let scalars = Self.trimmed(normal.unicodeScalars)
        guard !scalars.isEmpty else { throw .empty }
        guard scalars.count <= 64 else { throw .tooLong }
        for scalar in scalars where Self.isForbidden(scalar) { throw .forbiddenCharacter(scalar.value) }
        text = String(scalars)
        key = NormalForm.canonical(text.lowercased())
    }

    private static func trimmed(_ scalars: String.UnicodeScalarView) -> Substring.UnicodeScalarView {
        var rest = scalars.drop { $0.properties.isWhitespace }
        while let last = rest.last, last.properties.isWhitespace { rest = rest.dropLast() }
        return rest
    }

    /// What is not seen, or turns the text around, could make two accounts look alike.
    private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .privateUse, .surrogate, .unassigned, .lineSeparator, .paragraphSeparator: true
        case .spaceSeparator: scalar != " "
        default: scalar.properties.isDefaultIgnorableCodePoint
        }
    }
}

extension UserName.Failure: CustomStringConvertible {
    /// What is wrong, for the form.
    public var description: String {
        switch self {
        case .empty: "Enter a name."
        case .tooLong: "The name has more than 64 characters."
        case .forbiddenCharacter(let code):
            "The name holds an invisible character (U+\(String(code, radix: 16, uppercase: true)))."
        }
    }
}
