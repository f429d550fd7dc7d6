internal import FoundationEssentials

/// The last event of a page, written so that it can stand in a URL: base64url of its moment and its id.
struct EventCursor: Hashable {
    /// In UTC epoch milliseconds.
    let moment: Int64
    let id: Int64

    init(moment: Int64, id: Int64) {
        self.moment = moment
        self.id = id
    }

    /// The text form.
    var text: String {
        var bytes: [UInt8] = []
        for number in [moment, id] { withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) } }
        return Data(bytes).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// Reads the text form.
    init(_ text: String) throws(CursorError) {
        guard text.utf8.count == 22,
            let data = Data(base64Encoded: text.replacing("-", with: "+").replacing("_", with: "/") + "=="),
            data.count == 16
        else { throw .malformed }
        let numbers = [data.prefix(8), data.suffix(8)].map { $0.reduce(UInt64(0)) { $0 << 8 | UInt64($1) } }
        self.init(moment: Int64(bitPattern: numbers[0]), id: Int64(bitPattern: numbers[1]))
        // One spelling only: no loose bits.
        guard self.text.utf8.elementsEqual(text.utf8) else { throw .malformed }
    }
}
