/// SplitMix64: the same numbers for the same seed, so that a failure can be seen again.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var word = state
        word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
        word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
        return word ^ (word >> 31)
    }

    /// A short text in which what is special to some format is common.
    mutating func text() -> String {
        let special = "\"\\<>&'%+=;,\u{0}\u{1f}\u{7f}\r\n\t \u{2028}\u{2029}\u{202e}\u{301}\u{feff}\u{ffff}é漢😀-@|/"
        let scalars = Array(special.unicodeScalars)
        var text = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...12, using: &self) {
            if Bool.random(using: &self) {
                text.append(scalars.randomElement(using: &self) ?? "x")
            } else if let scalar = UnicodeScalar(UInt32.random(in: 0...0x10_ffff, using: &self)) {
                text.append(scalar)
            }
        }
        return String(text)
    }
}
