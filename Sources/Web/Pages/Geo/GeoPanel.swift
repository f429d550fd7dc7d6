import Console
import Geo
import HTML

/// Which data tells where addresses are, how old it is, and whose it is.
func geoPanel(_ report: GeoReport, in frame: PageFrame) -> HTML {
    runtimePanel("geo", frame[.geoTitle]) {
        if report.sources.isEmpty {
            p(.class("hint runtime-note")) { frame[.geoNone] }
        } else {
            ul(.class("doctor-list")) { for source in report.sources { geoItem(source, in: frame) } }
        }
        geoCredits(report.credits, in: frame)
    }
}

private func geoItem(_ source: GeoSource, in frame: PageFrame) -> HTML {
    let (level, state): (Level, Text) =
        switch source.state {
        case .loaded: (.ok, .geoLoaded)
        case .kept: (.warn, .geoKept)
        case .refused: (.warn, .geoRefused)
        case .unneeded: (.ok, .geoUnneeded)
        }
    return li(.class("doctor-finding runtime-item")) {
        levelMark(level)
        div(.class("doctor-words")) {
            h3(.class("doctor-title")) {
                inert(source.name.isEmpty ? source.paths.first ?? "" : source.name, in: frame)
                " "
                span(.class("runtime-state", "is-\(level.rawValue)")) { frame[state] }
            }
            if let words = subjects(source, in: frame) {
                p {
                    words
                    if let builtAt = source.builtAt {
                        "; "
                        frame[.geoMade]
                        " "
                        exactTime(builtAt, in: frame)
                    }
                }
            }
            if let fault = source.fault {
                p { inert(frame.phrase(fault.reason), in: frame) }
                p(.class("doctor-advice")) { inert(frame.phrase(fault.remedy), in: frame) }
            }
            p(.class("hint")) { inert(source.paths.joined(separator: ", "), in: frame) }
            if source.kind == .service, source.isAsked { p(.class("hint")) { frame[.geoSent] } }
        }
    }
}

private func subjects(_ source: GeoSource, in frame: PageFrame) -> String? {
    switch (source.subjects.contains(.country), source.subjects.contains(.network)) {
    case (true, true): frame[.geoBoth]
    case (true, false): frame[.geoCountries]
    case (false, true): frame[.geoNetworks]
    case (false, false): nil
    }
}

/// The lines that the licences of data ask for where it is shown; nothing where none does.
func geoCredits(_ credits: [GeoCredit], in frame: PageFrame) -> HTML {
    group {
        if !credits.isEmpty {
            p(.class("hint runtime-note")) {
                for (index, credit) in credits.enumerated() {
                    if index > 0 { "; " }
                    creditLink(credit)
                    " (\(credit.licence))"
                }
            }
        }
    }
}
