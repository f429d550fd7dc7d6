/// Tells on standard error how far a copy has come, once a second, when it takes longer than one.
final class CopyProgress {
    private let isSilent: Bool
    private var last = ContinuousClock.now

    init(isSilent: Bool) { self.isSilent = isSilent }

    func show(_ copied: Int, of all: Int) throws {
        guard !isSilent, all > 0, last.duration(to: .now) >= .seconds(1) else { return }
        last = .now
        Output.note("\(copied * 100 / all) % copied")
    }
}
