/// The opcodes that fail2ban's replies consist of, over Python 2.7 to 3.13; names and bytes as in CPython's
/// `Lib/pickle.py`. Everything else is refused.
enum Opcode: UInt8 {
    case proto = 0x80
    case frame = 0x95
    case stop = 0x2e
    case mark = 0x28
    case memoize = 0x94
    case binGet = 0x68
    case longBinGet = 0x6a
    case binPut = 0x71
    case longBinPut = 0x72
    case none = 0x4e
    case newTrue = 0x88
    case newFalse = 0x89
    case binInt1 = 0x4b
    case binInt2 = 0x4d
    case binInt = 0x4a
    case long1 = 0x8a
    case int = 0x49
    case binFloat = 0x47
    case shortBinUnicode = 0x8c
    case binUnicode = 0x58
    case shortBinString = 0x55
    case binString = 0x54
    case shortBinBytes = 0x43
    case binBytes = 0x42
    case emptyList = 0x5d
    case append = 0x61
    case appends = 0x65
    case emptyTuple = 0x29
    case tuple1 = 0x85
    case tuple2 = 0x86
    case tuple3 = 0x87
    case tuple = 0x74
    case emptyDictionary = 0x7d
    case setItem = 0x73
    case setItems = 0x75
    case emptySet = 0x8f
    case addItems = 0x90
    case frozenSet = 0x91
    case stackGlobal = 0x93
    case global = 0x63
    case reduce = 0x52
    case build = 0x62

    /// What follows the opcode's byte.
    enum Operand {
        /// So many bytes.
        case fixed(Int)
        /// A little-endian length of so many bytes, and then so many bytes.
        case counted(Int)
        /// So many lines, each ended by LF.
        case lines(Int)
    }

    /// What follows the opcode's byte.
    var operand: Operand {
        switch self {
        case .proto, .binGet, .binPut, .binInt1: .fixed(1)
        case .binInt2: .fixed(2)
        case .longBinGet, .longBinPut, .binInt: .fixed(4)
        case .frame, .binFloat: .fixed(8)
        case .long1, .shortBinUnicode, .shortBinString, .shortBinBytes: .counted(1)
        case .binUnicode, .binString, .binBytes: .counted(4)
        case .int: .lines(1)
        case .global: .lines(2)
        default: .fixed(0)
        }
    }
}
