import Foundation

@testable import Web

/// Compares values with schemas, as much of JSON Schema as the description of the API uses, and more strictly: what a schema
/// does not name is a fault.
struct SchemaCheck {
    private let components: [String: Any]

    /// - Parameter document: the whole description.
    init(_ document: [String: Any]) {
        components = (document["components"] as? [String: Any])?["schemas"] as? [String: Any] ?? [:]
    }

    /// What is wrong with a value, each with the place of it.
    func faults(of value: Any?, _ schema: [String: Any], at place: String = "$") -> [String] {
        var schema = schema
        if let name = (schema["$ref"] as? String)?.split(separator: "/").last {
            guard let found = components[String(name)] as? [String: Any] else { return ["\(place): no schema \(name)"] }
            schema = found
        }
        if let any = schema["anyOf"] as? [[String: Any]] {
            let all = any.map { faults(of: value, $0, at: place) }
            return all.contains([]) ? [] : all.first ?? []
        }
        if let parts = schema["allOf"] as? [[String: Any]] { return parts.flatMap { partFaults(value, $0, place) } }
        return plainFaults(value, schema, place)
    }

    /// A part of `allOf` does not name every member.
    private func partFaults(_ value: Any?, _ schema: [String: Any], _ place: String) -> [String] {
        guard schema["$ref"] == nil, let members = schema["properties"] as? [String: [String: Any]] else {
            return faults(of: value, schema, at: place)
        }
        return members.flatMap { faults(of: (value as? [String: Any])?[$0.key], $0.value, at: "\(place).\($0.key)") }
    }

    private func plainFaults(_ value: Any?, _ schema: [String: Any], _ place: String) -> [String] {
        var found: [String] = []
        if let words = schema["enum"] as? [Any] {
            if !words.contains(where: { "\($0)" == "\(value ?? "absent")" }) {
                found.append("\(place): \(value ?? "absent") is none of \(words)")
            }
        }
        let types = schema["type"] as? [String] ?? (schema["type"] as? String).map { [$0] } ?? []
        if !types.isEmpty, !types.contains(Self.type(of: value)) {
            return found + ["\(place): \(Self.type(of: value)) is not \(types)"]
        }
        if let number = value as? NSNumber, let least = schema["minimum"] as? Int, number.intValue < least {
            found.append("\(place): \(number) is below \(least)")
        }
        if schema["format"] as? String == "date-time", let text = value as? String, RFC3339.seconds(text) == nil {
            found.append("\(place): \(text) is no time")
        }
        if let elements = value as? [Any], let items = schema["items"] as? [String: Any] {
            for (number, element) in elements.enumerated() {
                found += faults(of: element, items, at: "\(place)[\(number)]")
            }
        }
        if let object = value as? [String: Any] { found += memberFaults(object, schema, place) }
        return found
    }

    private func memberFaults(_ object: [String: Any], _ schema: [String: Any], _ place: String) -> [String] {
        let known = schema["properties"] as? [String: [String: Any]] ?? [:]
        let missing = (schema["required"] as? [String] ?? []).filter { object[$0] == nil }.map {
            "\(place): \($0) is missing"
        }
        return missing
            + object.flatMap { member -> [String] in
                guard let schema = known[member.key] else {
                    // What is described as an object of anything may hold anything.
                    return known.isEmpty ? [] : ["\(place): \(member.key) is not described"]
                }
                return faults(of: member.value, schema, at: "\(place).\(member.key)")
            }
    }

    private static func type(of value: Any?) -> String {
        switch value {
        case nil: "nothing"
        case is NSNull: "null"
        case is String: "string"
        case is [Any]: "array"
        case is [String: Any]: "object"
        case let number as NSNumber: CFBooleanTypeCheck.isBoolean(number) ? "boolean" : "integer"
        default: "unknown"
        }
    }
}

/// Foundation reads both truth values and numbers as `NSNumber`.
private enum CFBooleanTypeCheck {
    static func isBoolean(_ number: NSNumber) -> Bool { String(cString: number.objCType) == "c" }
}
