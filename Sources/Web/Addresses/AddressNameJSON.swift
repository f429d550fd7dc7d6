import Console
import NIOCore

/// What DNS calls an address, as the API tells it.
enum AddressNameJSON {
    static func body(_ answer: AddressName) -> ByteBuffer {
        JSONWriter.object { write(answer, to: &$0) }
    }

    /// Writes the members of its object.
    static func write(_ answer: AddressName, to json: inout JSONWriter) {
        switch answer.outcome {
        case .name(let name, let isConfirmed):
            json.field("result", Result.name.rawValue)
            json.field("name", name)
            if let isConfirmed { json.field("confirmed", isConfirmed) } else { json.null("confirmed") }
        case .none: json.field("result", Result.none.rawValue)
        case .late: json.field("result", Result.late.rawValue)
        case .busy: json.field("result", Result.busy.rawValue)
        case .failed(let cause):
            json.field("result", Result.failed.rawValue)
            json.field("detail", cause)
        }
        json.field("askedAt", time: answer.at)
    }

    /// What came of the question, in one word.
    enum Result: String, CaseIterable { case name, none, late, busy, failed }
}
