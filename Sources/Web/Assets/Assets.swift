import Console
import CAssets
import Crypto
import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization

/// The files that pages load, embedded in the program; the hash of all of them is part of their address, so that a
/// browser can keep them for ever.
struct Assets: Sendable {
    /// The first half of the SHA-256 of all files, as hex.
    let hash: String
    private let files: [String: ByteBuffer]
    private let packed = PackedAssets()

    /// Reads what was embedded.
    init() {
        var files: [String: ByteBuffer] = [:]
        var digest = SHA256()
        for index in 0..<bangui_asset_count {
            let asset = bangui_asset_at(index).pointee
            let bytes = UnsafeRawBufferPointer(start: asset.bytes, count: asset.count)
            digest.update(bufferPointer: bytes)
            files[String(cString: asset.name)] = ByteBuffer(bytes: bytes)
        }
        self.files = files
        let digits = Array("0123456789abcdef".utf8)
        let half = Array(digest.finalize()).prefix(16)
        hash = String(decoding: half.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    /// The names of all files.
    var names: [String] { files.keys.sorted() }

    func register(on routes: Routes) {
        routes.always(Route.asset.rawValue, .readAsset) { request, context in
            try answer(request, context.parameters.get("hash") ?? "", context.parameters.get("file") ?? "")
        }
        routes.always("/favicon.ico", .readAsset) { request, _ in try answer(request, hash, "favicon.svg") }
    }

    private func answer(_ request: Request, _ hash: String, _ name: String) throws -> Response {
        // An old page may still ask for the files of an earlier program; the present ones would not fit it.
        guard hash == self.hash, let file = files[name] else {
            throw Problem(.notFound, .notFound, "Not found", "There is no such file; reload the page.")
        }
        let plain = Response(
            status: .ok,
            headers: [
                .contentType: Self.type(of: name), .cacheControl: "public, max-age=31536000, immutable",
                .vary: "Accept-Encoding",
            ], body: .init(byteBuffer: file))
        guard request.takesGzip, let bytes = packed.of(name, file) else { return plain }
        return plain.packed(bytes)
    }

    private static func type(of name: String) -> String {
        if name.hasSuffix(".css") { return "text/css; charset=utf-8" }
        if name.hasSuffix(".js") { return "text/javascript; charset=utf-8" }
        if name.hasSuffix(".svg") { return "image/svg+xml" }
        return "application/octet-stream"
    }
}

/// The files as gzip, each packed when it is first asked for, so that the start does not wait for it.
private final class PackedAssets: Sendable {
    private let files = Mutex<[String: ByteBuffer]>([:])

    func of(_ name: String, _ file: ByteBuffer) -> ByteBuffer? {
        files.withLock { files in
            if let known = files[name] { return known }
            files[name] = Gzip.packed(file, .once)
            return files[name]
        }
    }
}
