package import Console
package import Fail2ban
package import Geo
package import NIOCore

/// Geo data, as programs are told of it.
package enum GeoJSON {
    /// How the sources stand.
    static func body(_ report: GeoReport) -> ByteBuffer { JSONWriter.object { write(report, to: &$0) } }

    /// The same with what they say of some addresses, and what was agreed to: for the command line.
    package static func body(
        _ report: GeoReport, _ answers: [(IPAddress, GeoAnswer)], _ record: GeoRecord
    ) -> ByteBuffer {
        JSONWriter.object { json in
            write(report, to: &json)
            if let consent = record.consent {
                json.object("consent") { json in
                    json.field("pieces", texts: consent.pieces)
                    json.field("at", time: consent.at)
                    json.field("by", consent.by)
                }
            } else {
                json.null("consent")
            }
            json.array("addresses", answers) { json, entry in
                json.object { json in
                    json.field("address", "\(entry.0)")
                    write(entry.1, to: &json)
                }
            }
        }
    }

    /// What came of fetching.
    package static func outcomes(_ outcomes: [(piece: GeoPiece, outcome: GeoUpdate.Outcome)]) -> ByteBuffer {
        JSONWriter.object { json in
            json.array("pieces", outcomes) { json, entry in
                json.object { json in
                    json.field("name", entry.piece.rawValue)
                    switch entry.outcome {
                    case .fetched(let builtAt, let bytes):
                        json.field("result", "fetched")
                        json.field("builtAt", time: builtAt)
                        json.field("bytes", bytes)
                    case .unchanged: json.field("result", "unchanged")
                    case .failed(let reason):
                        json.field("result", "failed")
                        json.field("reason", reason)
                    }
                }
            }
        }
    }

    private static func write(_ report: GeoReport, to json: inout JSONWriter) {
        json.field("lookedAt", time: report.lookedAt)
        json.field("tells", texts: words(report.subjects))
        json.array("sources", report.sources) { json, source in
            json.object { json in
                json.field("name", source.name.isEmpty ? nil : source.name)
                json.field("origin", source.origin.rawValue)
                json.field("kind", source.kind.rawValue)
                json.field("paths", texts: source.paths)
                json.field("state", source.state.rawValue)
                json.field("tells", texts: words(source.subjects))
                json.field("builtAt", time: source.builtAt)
                json.field("loadedAt", time: source.loadedAt)
                json.field("bytes", source.bytes)
                json.field("fault", source.fault?.reason)
                json.field("remedy", source.fault?.remedy)
                if let credit = source.credit {
                    json.object("credit") { json in
                        json.field("line", credit.line)
                        json.field("link", credit.link)
                        json.field("licence", credit.licence)
                    }
                } else {
                    json.null("credit")
                }
            }
        }
    }

    private static func write(_ answer: GeoAnswer, to json: inout JSONWriter) {
        if let country = answer.country {
            json.object("country") { json in
                json.field("code", "\(country.value)")
                json.field("source", country.source.name)
                json.field("builtAt", time: country.source.builtAt)
            }
        } else {
            json.null("country")
        }
        if let network = answer.network {
            json.object("network") { json in
                json.field("number", network.value.number)
                json.field("name", network.value.name)
                json.field("source", network.source.name)
                json.field("builtAt", time: network.source.builtAt)
            }
        } else {
            json.null("network")
        }
    }

    private static func words(_ subjects: Set<GeoSubject>) -> [String] {
        GeoSubject.allCases.filter(subjects.contains).map(\.rawValue)
    }
}
