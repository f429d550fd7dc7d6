import Console

/// The server's loops as the API tells them.
enum LoopJSON {
    static func write(_ reading: LoopReading, to json: inout JSONWriter) {
        json.field("name", reading.loop.name)
        json.field("state", reading.state.rawValue)
        json.field("secondsAgo", reading.age)
        json.field("boundSeconds", reading.loop.bound.components.seconds)
        json.field("vital", reading.loop.isVital)
        json.field("error", reading.error)
    }
}
