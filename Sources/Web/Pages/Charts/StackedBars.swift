import HTML

/// Bars of several series, one upon the other, over time.
struct StackedBars: Sendable {
    /// What the bars are made of; the first stands lowest.
    struct Series: Sendable {
        /// The class that colours it.
        var style: String
        var values: [Int]
    }

    var axis: TimeAxis
    var parts: [Range<Int64>]
    var series: [Series]

    /// The sum of each bar.
    var totals: [Int] {
        parts.indices.map { index in series.reduce(0) { $0 + $1.values[index] } }
    }

    /// Units across and down.
    static let width = 1000.0
    static let height = 100.0
    /// Free room between two bars, in units, and the share of a bar that it takes at most.
    private static let gap = 2.0
    private static let mostGap = 0.25

    /// One outline for each series.
    func outlines(upTo numbers: NumberAxis) -> [Outline] {
        var outlines = [Outline](repeating: Outline(), count: series.count)
        for (index, part) in parts.enumerated() {
            let (x, width) = place(of: part)
            var below = 0
            for number in series.indices {
                let value = series[number].values[index]
                guard value > 0 else { continue }
                let foot = numbers.share(of: below) * Self.height
                let head = numbers.share(of: below + value) * Self.height
                outlines[number].rectangle(x: x, y: Self.height - head, width: width, height: head - foot)
                below += value
            }
        }
        return outlines
    }

    /// Where a bar stands, and how broad it is.
    private func place(of part: Range<Int64>) -> (x: Double, width: Double) {
        let start = axis.place(of: part.lowerBound) * Self.width
        let room = axis.place(of: part.upperBound) * Self.width - start
        let gap = min(Self.gap, room * Self.mostGap)
        return (start + gap / 2, room - gap)
    }
}

/// The plot of stacked bars: the lines of its axis and the bars.
func stackedBars(_ bars: StackedBars, upTo numbers: NumberAxis) -> HTML {
    chart(.class("chart-bars"), width: StackedBars.width, height: StackedBars.height) {
        for (series, outline) in zip(bars.series, bars.outlines(upTo: numbers)) where !outline.isEmpty {
            path(.class(series.style), outline: outline)
        }
    }
}

/// The lines of an upright axis, and those of the marks of time.
func chartGrid(_ numbers: NumberAxis, _ axis: TimeAxis) -> HTML {
    chart(.class("chart-grid")) {
        for mark in numbers.marks {
            let height = Length.percent((1 - numbers.share(of: mark)) * 100)
            ruler(.class(mark == 0 ? "is-ground" : nil), from: (.percent(0), height), to: (.percent(100), height))
        }
        for mark in axis.marks where mark.isDate {
            let place = Length.percent(mark.place * 100)
            ruler(.class("is-date"), from: (place, .percent(0)), to: (place, .percent(100)))
        }
    }
}

/// The numbers of an upright axis.
func chartNumbers(_ numbers: NumberAxis) -> HTML {
    chart(.class("chart-numbers")) {
        for mark in numbers.marks where mark > 0 {
            chartText(x: .percent(100), y: .percent((1 - numbers.share(of: mark)) * 100)) { Figures.short(mark) }
        }
    }
}

/// The words of an axis of time.
func chartTimes(_ axis: TimeAxis, in frame: PageFrame) -> HTML {
    chart(.class("chart-times")) {
        for mark in axis.marks {
            chartText(
                .class(mark.isDate ? "is-date" : nil, mark.isMinor ? "is-minor" : nil), x: .percent(mark.place * 100),
                y: .pixels(12)
            ) { mark.isDate ? shortDate(mark.at, in: frame) : timeOfDay(mark.at, in: frame) }
        }
    }
}
