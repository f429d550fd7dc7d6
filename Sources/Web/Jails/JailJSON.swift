import Fail2ban
package import Console
import Host
package import NIOCore

/// Jails as the API tells them.
package enum JailJSON {
    package static func list(_ status: DaemonStatus, stopped: [StoppedJail], _ health: JailHealth?) -> ByteBuffer {
        JSONWriter.object(reserving: 256 + status.jails.count * 160) { json in
            json.array("jails", status.jails) { json, jail in
                json.object {
                    $0.field("name", jail.name.text)
                    $0.field("host", HostID.local.text)
                    $0.field("state", "running")
                    $0.field("banned", jail.banned)
                    $0.field("totalBanned", jail.totalBanned)
                    $0.field("failed", jail.failing)
                    $0.field("totalFailed", jail.totalFailed)
                    JailFindingJSON.write(health, of: jail.name.text, to: &$0)
                }
            }
            json.array("stopped", stopped) { json, jail in
                json.object {
                    $0.field("name", jail.name.text)
                    $0.field("by", jail.by)
                    $0.field("at", time: jail.at)
                }
            }
            json.field("lookedAt", time: health?.at)
            json.field("readAt", time: status.readAt)
            json.field("stale", status.isStale)
        }
    }

    package static func body(_ detail: JailDetail, _ health: JailHealth?) -> ByteBuffer {
        let settings = detail.settings
        return JSONWriter.object { json in
            json.field("name", settings.name.text)
            json.field("bantime", settings.banTime.fail2ban)
            json.field("findtime", settings.findTime)
            json.field("maxretry", settings.maxRetry)
            json.object("increment") { write(settings.increment, to: &$0) }
            json.field("logPaths", texts: settings.logPaths)
            json.field("journalMatches", texts: settings.journalMatches)
            json.field("failRegexes", texts: settings.failRegexes)
            json.field("ignoreRegexes", texts: settings.ignoreRegexes)
            json.field("actions", texts: settings.actions)
            json.field("ignored", texts: settings.ignored)
            json.array("ignoredNotes", detail.notes.sorted { $0.key < $1.key }) { json, note in
                json.object {
                    $0.field("address", note.key)
                    $0.field("note", note.value)
                }
            }
            json.field("ignoresSelf", settings.ignoresSelf)
            json.field("ignoreCommand", settings.ignoreCommand)
            json.field("usesDNS", settings.usesDNS)
            json.array("runtimeChanges", detail.changes.sorted { $0.key < $1.key }) { json, change in
                json.object {
                    $0.field("setting", change.key)
                    $0.field("by", change.value.by)
                    $0.field("at", time: change.value.at)
                    $0.field("before", change.value.before)
                }
            }
            JailFindingJSON.write(health, of: settings.name.text, to: &json)
            json.field("lookedAt", time: health?.at)
        }
    }

    private static func write(_ increment: JailSettings.Increment, to json: inout JSONWriter) {
        json.field("enabled", increment.enabled)
        json.field("factor", increment.factor)
        json.field("formula", increment.formula)
        json.field("multipliers", increment.multipliers)
        if let maximum = increment.maximum { json.field("maximum", maximum) }
        if let random = increment.random { json.field("random", random) }
        json.field("acrossJails", increment.acrossJails)
    }
}
