import Foundation
import TestSupport
import Testing

@testable import Console

@Suite(.shows("ASVS-13.3.2")) struct DataDirectoryTests {
    let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    @Test func `makes the folder and its parents for the owner only`() throws {
        let directory = DataDirectory(path: folder.file("a/b/"))
        try directory.prepare()
        #expect(try folder.mode(folder.file("a/b")) == 0o700)
        #expect(try folder.mode(folder.file("a")) == 0o700)
        try directory.prepare()
    }

    @Test func `refuses a folder that anyone may write to`() throws {
        #expect(chmod(folder.path, 0o777) == 0)
        let error = #expect(throws: DataDirectoryError.self) { try folder.directory.prepare() }
        #expect(error == .worldWritable(path: folder.path, mode: 0o777))
        #expect(error?.description.contains("chmod 700") == true)
    }

    @Test func `refuses a file and a folder of another user`() throws {
        try folder.write("", to: "x")
        #expect(throws: DataDirectoryError.notFolder(path: folder.file("x"))) {
            try DataDirectory(path: folder.file("x")).prepare()
        }
        guard geteuid() == 0 else { return }
        #expect(chown(folder.path, 65_534, 65_534) == 0)
        #expect(throws: DataDirectoryError.foreignOwner(path: folder.path, owner: 65_534)) {
            try folder.directory.prepare()
        }
    }

    @Test func `a file that is replaced is whole and for the owner only`() throws {
        try folder.write("old", to: "f", mode: 0o644)
        try PrivateFile.write(Array("new".utf8), to: folder.file("f"))
        #expect(try folder.text("f") == "new")
        #expect(try folder.mode(folder.file("f")) == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["f"])
    }

    @Test func `reads no file beyond its bound`() throws {
        try folder.write(String(repeating: "x", count: PrivateFile.limit + 1), to: "f")
        #expect(throws: PrivateFileError.tooLarge(path: folder.file("f"))) {
            _ = try PrivateFile.read(folder.file("f"))
        }
        #expect(try PrivateFile.read(folder.file("none"))?.bytes == nil)
    }
}
