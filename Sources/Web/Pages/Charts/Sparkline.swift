import HTML

/// A small line of a few values, without an axis.
struct Sparkline: Sendable {
    var values: [Int]
    /// Whether it begins at 0: for numbers of what happened. A level is shown between its least and its greatest value.
    var isFromZero = true

    static let width = 100.0
    static let height = 24.0
    /// Room for the line's own breadth.
    private static let edge = 1.5

    /// The line, and the same closed at the ground.
    var outlines: (line: Outline, area: Outline) {
        var (line, area) = (Outline(), Outline())
        guard values.count > 1 else { return (line, area) }
        area.move(0, Self.height)
        for (index, value) in values.enumerated() {
            let x = Double(index) / Double(values.count - 1) * Self.width
            let y = height(of: value)
            if index == 0 { line.move(x, y) } else { line.line(x, y) }
            area.line(x, y)
        }
        area.line(Self.width, Self.height)
        area.close()
        return (line, area)
    }

    private func height(of value: Int) -> Double {
        let least = isFromZero ? 0 : values.min() ?? 0
        let greatest = values.max() ?? 0
        guard greatest > least else { return Self.height - (isFromZero ? Self.edge : Self.height / 2) }
        let share = Double(value - least) / Double(greatest - least)
        return Self.height - Self.edge - share * (Self.height - 2 * Self.edge)
    }
}

/// The line; what it shows stands in words beside it.
func sparkline(_ sparkline: Sparkline) -> HTML {
    let outlines = sparkline.outlines
    return chart(.class("sparkline"), width: Sparkline.width, height: Sparkline.height) {
        if !outlines.line.isEmpty {
            path(.class("spark-area"), outline: outlines.area)
            path(.class("spark-line"), outline: outlines.line)
        }
    }
}
