#if canImport(Glibc)
import Glibc

// Named apart: inside types with methods called read, write or rename the system's functions are hidden by them.
func readBytes(_ file: Int32, _ into: UnsafeMutableRawPointer?, _ count: Int) -> Int { Glibc.read(file, into, count) }
func writeBytes(_ file: Int32, _ from: UnsafeRawPointer?, _ count: Int) -> Int { Glibc.write(file, from, count) }
func renameFile(_ old: String, _ new: String) -> Int32 { Glibc.rename(old, new) }
func openFile(_ path: String, _ flags: Int32) -> Int32 { Glibc.open(path, flags) }
#else
import Darwin

func readBytes(_ file: Int32, _ into: UnsafeMutableRawPointer?, _ count: Int) -> Int { Darwin.read(file, into, count) }
func writeBytes(_ file: Int32, _ from: UnsafeRawPointer?, _ count: Int) -> Int { Darwin.write(file, from, count) }
func renameFile(_ old: String, _ new: String) -> Int32 { Darwin.rename(old, new) }
func openFile(_ path: String, _ flags: Int32) -> Int32 { Darwin.open(path, flags) }
#endif

/// The system's words for `code`, such as "No such file or directory".
func systemMessage(_ code: Int32) -> String {
    guard let words = strerror(code) else { return "error \(code)" }
    return String(cString: words)
}
