import CAssets
import Testing

@Suite struct AssetTests {
    @Test func `the scripts fit in 25 KiB and all assets are there`() {
        let assets = (0..<bangui_asset_count).map { bangui_asset_at($0).pointee }
        let names = assets.map { String(cString: $0.name) }
        #expect(names.contains("app.js") && names.contains("app.css") && names.contains("tokens.css"))
        let scripts = zip(names, assets).filter { $0.0.hasSuffix(".js") }.reduce(0) { $0 + $1.1.count }
        #expect(scripts > 0 && scripts <= 25 * 1024)
    }
}
