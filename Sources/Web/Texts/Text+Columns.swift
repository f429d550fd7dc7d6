/// The words of: columns.
extension Text {
    static let columnsApply = Text("columns.apply", "Apply")
    static let columnsLegend = Text("columns.legend", "Columns shown")
    static let columnsTitle = Text("columns.title", "Columns")
}
