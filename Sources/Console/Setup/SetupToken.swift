/// The one-time token of the setup, in `setup-token` of the data directory until it was used: who can read that file or
/// the server's output may set it up, nobody else.
struct SetupToken: Sendable {
    let directory: DataDirectory
    private var path: String { directory.file(DataDirectory.setupTokenFile) }

    init(directory: DataDirectory) { self.directory = directory }

    /// The token, made where there is none.
    func make(random: (Int) -> [UInt8]) throws(SetupError) -> String {
        if let token = try read() { return token }
        let token = Base64URL.text(random(32))
        do {
            try PrivateFile.write(Array((token + "\n").utf8), to: path)
        } catch {
            throw .file(error)
        }
        return token
    }

    /// Whether `text` is the token, in constant time; without a file nothing is.
    func accepts(_ text: String) throws(SetupError) -> Bool {
        guard let token = try read() else { return false }
        return ConstantTime.equal(Array(token.utf8), Array(text.utf8))
    }

    func remove() throws(SetupError) {
        do {
            try PrivateFile.remove(path)
        } catch {
            throw .file(error)
        }
    }

    private func read() throws(SetupError) -> String? {
        let file: PrivateFile.Status?
        do {
            file = try PrivateFile.read(path)
        } catch {
            throw .file(error)
        }
        // A file of another size is a leftover of a write that was cut off, or somebody's; it is replaced.
        guard let bytes = file?.bytes, bytes.count == 44, let token = Base64URL.bytes(bytes.dropLast()),
            token.count == 32
        else { return nil }
        return String(decoding: bytes.dropLast(), as: UTF8.self)
    }
}
