// Feeds arbitrary bytes to the decoder of replies, with libFuzzer and AddressSanitizer; see `fuzz/run`.

/// One input of libFuzzer: decoding it must end in a value or an error, and scanner and decoder must agree.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzPickle(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    let limits = PickleLimits(nodes: 100_000, bytes: 1 << 20, memo: 100_000)
    var scanner = PickleScanner(limits: limits)
    let end = try? scanner.end(in: bytes)
    guard let decoded = try? PickleValue.decode(bytes, limits: limits) else { return 0 }
    precondition(end == decoded.consumed, "scanner and decoder disagree about the end")
    // What has an encoding reads back as it was; NaN alone is never equal to itself.
    if let encoded = try? decoded.value.encoded(), let again = try? PickleValue.decode(encoded) {
        let isSame = try? again.value.encoded() == encoded
        precondition(isSame == true, "encoding is not stable")
    }
    return 0
}
