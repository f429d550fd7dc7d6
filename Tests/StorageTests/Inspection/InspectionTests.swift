import Foundation
import TestSupport
import Testing

@testable import Storage

struct InspectionTests {
    @Test func `a look tells schema, program and settings of each driver, and changes nothing`() async throws {
        try await withPlace { place in
            let database = try place.open()
            try await database.write { try $0.settings.set("timezone", "Europe/Berlin", at: 1, by: nil) }
            let found = try place.inspected.inspect(patience: .seconds(60))
            #expect(found.settings == ["timezone": "Europe/Berlin"])
            #expect(found.schema == found.knownSchema && found.schema > 0)
            switch place {
            case .file:
                #expect(found.program.hasPrefix("SQLite 3.") && found.journalMode == "wal" && found.logBytes ?? 0 > 0)
            case .server:
                #expect(found.program.hasPrefix("PostgreSQL ") && found.journalMode == nil && found.bytes == nil)
            }
            await database.close()
            let again = try place.inspected.inspect(patience: .seconds(60))
            #expect(again.settings == found.settings && again.journalMode == found.journalMode)
        }
    }

    @Test func `a file is read as it lies, without one beside it`() async throws {
        try await withFolder { folder throws in
            let path = folder + "/b.sqlite"
            await (try SQLiteDatabase(path: path)).close()
            let before = try SQLiteFileTests.contents(path)
            #expect(try DatabasePlace.file(path: path).quickCheck(within: .seconds(60)) == [])
            #expect(try DatabasePlace.file(path: path).inspect(patience: .zero).logBytes == 0)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["b.sqlite"])
            #expect(try SQLiteFileTests.contents(path) == before)
            // No time is no answer, and no fault.
            #expect(try DatabasePlace.file(path: path).quickCheck(within: .zero) == nil)
        }
    }

    @Test func `what cannot be looked at says why`() async throws {
        try await withFolder { folder throws in
            #expect(throws: StorageError.self) { try DatabasePlace.file(path: folder).inspect(patience: .zero) }
            #expect(throws: StorageError.self) {
                try DatabasePlace.file(path: folder + "/none").inspect(patience: .zero)
            }
            let text = folder + "/text"
            try Data(repeating: 0x41, count: 4096).write(to: URL(filePath: text))
            #expect(throws: StorageError.damaged("file is not a database")) {
                try DatabasePlace.file(path: text).inspect(patience: .zero)
            }
        }
    }
}

extension TestPlace {
    fileprivate var inspected: DatabasePlace {
        switch self {
        case .file(let path): .file(path: path)
        case .server(let address): .server(address)
        }
    }
}
