/// Round numbers for a chart's upright axis, from 0 to what holds the greatest value.
struct NumberAxis: Sendable, Hashable {
    /// Where the axis ends: the last mark.
    let top: Int
    /// The marks, from 0 on.
    let marks: [Int]

    /// - Parameter greatest: the greatest value that is shown.
    init(greatest: Int) {
        let greatest = max(greatest, 1)
        var step = 1
        // 1, 2, 5, 10, 20 …
        let factors = [2, 5, 10]
        var scale = 1
        search: while true {
            for factor in [1] + factors.dropLast() {
                step = scale * factor
                if (greatest + step - 1) / step <= 4 { break search }
            }
            scale *= 10
        }
        let count = (greatest + step - 1) / step
        top = step * count
        marks = (0...count).map { $0 * step }
    }

    /// The share of the axis that a value takes, from 0 to 1.
    func share(of value: Int) -> Double { Double(value) / Double(top) }
}
