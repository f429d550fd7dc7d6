internal import Foundation

/// Unicode normal form C, so that one text typed on two keyboards is one text.
enum NormalForm {
    static func canonical(_ text: String) -> String {
        // Only ASCII is certain to be in normal form already.
        text.utf8.allSatisfy { $0 < 128 } ? text : text.precomposedStringWithCanonicalMapping
    }
}
