import Pickle
import TestSupport
import Testing

@testable import Fail2ban

@Suite(.shows("ABUSE-5", "ASVS-1.3.3")) struct FrameTests {
    @Test func `a frame is the pickled list of its words and one terminator`() throws {
        for words in [[], [""], ["ping"], ["set", "é", "banip", "<F2B_END_COMMAN", "D>"]] {
            let frame = try Frame(words)
            #expect(frame.bytes.suffix(17).elementsEqual("<F2B_END_COMMAND>".utf8))
            let decoded = try PickleValue.decode(frame.bytes)
            #expect(decoded.value == .list(words.map { .text($0) }))
            #expect(decoded.consumed == frame.bytes.count - 17)
        }
    }

    @Test(arguments: ["<F2B_END_COMMAND>", "<<F2B_END_COMMAND>", "a<F2B_END_COMMAND>b", "é<F2B_END_COMMAND>"])
    func `a word that holds the terminator makes no frame, wherever it stands`(_ word: String) {
        #expect(throws: FrameError.containsTerminator) { try Frame([word]) }
        #expect(throws: FrameError.containsTerminator) { try Frame(["a", word, "b"]) }
    }

    @Test func `a frame has up to sixty-four kilobytes with all that is around its words`() throws {
        let around = try Frame([""]).bytes.count
        let longest = String(repeating: "a", count: 65_536 - around)
        #expect(try Frame([longest]).bytes.count == 65_536)
        #expect(throws: FrameError.tooLong) { try Frame([longest + "a"]) }
        #expect(throws: FrameError.tooLong) { try Frame([String(repeating: "a", count: 65_537)]) }
        #expect(throws: FrameError.tooLong) { try Frame(Array(repeating: "", count: 20_000)) }
    }
}
