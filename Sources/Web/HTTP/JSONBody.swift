import Console
import FoundationEssentials
import HTTPTypes
import Hummingbird
import NIOCore

/// Bodies of requests, never larger than the place that reads them allows.
enum RequestBody {
    /// Bytes of a request for signing in or setting up: names, a password, a few paths.
    static let credentialsLimit = 8 * 1024
    /// Bytes of any other request: a thousand addresses with room to spare.
    static let limit = 1024 * 1024

    /// The body as a value of `type`.
    static func json<Value: Decodable>(_ type: Value.Type, of request: Request, limit: Int) async throws -> Value {
        guard mediaType(of: request) == "application/json" else {
            throw Problem(
                .unsupportedMediaType, .unsupportedMediaType, "JSON is expected",
                "Send the header Content-Type: application/json.")
        }
        let buffer = try await collect(request, limit: limit)
        do {
            return try JSONDecoder().decode(type, from: Data(buffer.readableBytesView))
        } catch {
            throw Problem(.badRequest, .badRequest, "Malformed JSON", Self.words(for: error))
        }
    }

    /// The body as the fields of an HTML form.
    static func form(of request: Request, limit: Int) async throws -> FormFields {
        guard mediaType(of: request) == "application/x-www-form-urlencoded" else {
            throw Problem(.unsupportedMediaType, .unsupportedMediaType, "A form is expected")
        }
        let buffer = try await collect(request, limit: limit)
        return FormFields(parsing: buffer.readableBytesView)
    }

    static func mediaType(of request: Request) -> String {
        let value = request.headers[.contentType] ?? ""
        let type = value.utf8.prefix { $0 != UInt8(ascii: ";") }.filter { $0 != 32 }
        return String(decoding: type, as: UTF8.self).lowercased()
    }

    private static func collect(_ request: Request, limit: Int) async throws -> ByteBuffer {
        if let announced = request.headers[.contentLength].flatMap({ Int($0) }), announced > limit {
            throw tooLarge(limit)
        }
        do {
            return try await request.body.collect(upTo: limit)
        } catch is NIOTooManyBytesError {
            throw tooLarge(limit)
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            // Whoever sent it has gone, or was cut off: nobody reads the answer, and nothing failed here.
            throw Problem(.badRequest, .badRequest, "Cut off", "The request ended before its body did.")
        }
    }

    private static func tooLarge(_ limit: Int) -> Problem {
        Problem(.contentTooLarge, .tooLarge, "Too large", "This request may hold at most \(limit / 1024) KiB.")
    }

    private static func words(for error: any Error) -> String {
        switch error {
        case DecodingError.keyNotFound(let key, _): "The member “\(key.stringValue)” is missing."
        case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
            context.codingPath.isEmpty
                ? "An object is expected."
                : "The member “\(context.codingPath.map(\.stringValue).joined(separator: "."))” has the wrong type."
        default: "It cannot be read as JSON."
        }
    }
}
