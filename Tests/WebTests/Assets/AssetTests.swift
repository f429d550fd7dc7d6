import CAssets
import Testing

@testable import Web

@Suite struct AssetTests {
    private let assets = Dictionary(
        uniqueKeysWithValues: (0..<bangui_asset_count).map { index in
            let asset = bangui_asset_at(index).pointee
            let bytes = UnsafeRawBufferPointer(start: asset.bytes, count: asset.count)
            return (String(cString: asset.name), String(decoding: bytes, as: UTF8.self))
        })

    @Test func `the scripts that every page loads fit in 25 KiB, and are all that they import`() {
        #expect(assets["app.css"] != nil && assets["tokens.css"] != nil)
        let names = ["app.js"] + pageModules
        let scripts = names.compactMap { assets[$0] }
        #expect(scripts.count == names.count)
        #expect(scripts.reduce(0) { $0 + $1.utf8.count } <= 25 * 1024)
        let imported = scripts.flatMap { $0.matches(of: /(?:from|import) "\.\/([a-z]+\.js)"/).map { String($0.1) } }
        #expect(Set(imported) == Set(pageModules))
    }

    @Test func `what the dashboard loads at once fits in 25 KiB too`() {
        let scripts = (["app.js", "dashboard.js"] + pageModules).compactMap { assets[$0]?.utf8.count }
        #expect(scripts.count == pageModules.count + 2 && scripts.reduce(0, +) <= 25 * 1024)
        #expect(assets["timeline.js"] != nil && assets["feed.js"] != nil)
    }
}
