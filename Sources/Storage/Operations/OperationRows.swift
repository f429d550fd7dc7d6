extension Operations {
    static let insertion = """
        INSERT INTO operations (operation_id, kind, actor_id, actor_name, origin, address, done_at, reason, duration,
            undo_until, undone_by, confirm_by, confirmed_at, undoes)
        VALUES (:id, :kind, :actor, :actorName, :origin, :address, :at, :reason, :duration,
            :undoUntil, :undoneBy, :confirmBy, :confirmedAt, :undoes)
        RETURNING operation_number
        """

    /// Leaves out the columns that stay: SQLite writes every index of one that is named. The account may have gone.
    static let change = """
        UPDATE operations SET kind = :kind, origin = :origin, address = :address, reason = :reason, duration = :duration,
            undo_until = :undoUntil, undone_by = :undoneBy, confirm_by = :confirmBy, confirmed_at = :confirmedAt,
            undoes = :undoes
        WHERE operation_id = :id
        RETURNING operation_number
        """

    static let itemChange = """
        UPDATE operation_items SET result = :result, detail = :detail, previous_banned_at = :previousBannedAt,
            previous_ends_at = :previousEndsAt, previous_permanent = :previousPermanent,
            previous_planned_end = :previousPlannedEnd
        WHERE operation_number = :operation AND item_number = :item
        """

    static let itemInsertion = """
        INSERT INTO operation_items (operation_number, item_number, host, jail, ban_id, result, detail,
            previous_banned_at, previous_ends_at, previous_permanent, previous_planned_end)
        VALUES (:operation, :item, :host, :jail, :id, :result, :detail,
            :previousBannedAt, :previousEndsAt, :previousPermanent, :previousPlannedEnd)
        """
}

extension Operation {
    /// The columns that `init(_:)` reads, of `operations o`, and the row's number.
    static let columns = """
        o.operation_id, o.kind, o.actor_id, o.actor_name, o.origin, o.address, o.done_at, o.reason, o.duration,
        o.undo_until, o.undone_by, o.confirm_by, o.confirmed_at, o.undoes, o.operation_number
        """
    static let numberColumn = 14

    init(_ row: any Row) {
        self.init(
            id: row.text(0), kind: row.text(1), actorID: row.optionalInteger(2), actorName: row.text(3),
            origin: row.text(4), address: row.optionalText(5), at: row.integer(6), reason: row.optionalText(7),
            duration: row.optionalInteger(8), undoUntil: row.optionalInteger(9), undoneBy: row.optionalText(10),
            confirmBy: row.optionalInteger(11), confirmedAt: row.optionalInteger(12),
            undoes: row.optionalText(13))
    }

    var arguments: [String: Value] {
        [
            "id": .text(id), "kind": .text(kind), "actor": .optional(actorID), "actorName": .text(actorName),
            "origin": .text(origin), "address": .optional(address), "at": .integer(at), "reason": .optional(reason),
            "duration": .optional(duration), "undoUntil": .optional(undoUntil), "undoneBy": .optional(undoneBy),
            "confirmBy": .optional(confirmBy), "confirmedAt": .optional(confirmedAt),
            "undoes": .optional(undoes),
        ]
    }
}

extension OperationItem {
    /// The columns that `init(_:)` reads, of `operation_items i`.
    static let columns = """
        i.host, i.jail, i.ban_id, i.result, i.detail, i.previous_banned_at, i.previous_ends_at, i.previous_permanent,
        i.previous_planned_end
        """

    /// Reads the columns, of which the first is the row's column of number `first`.
    init(_ row: any Row, from first: Int = 0) {
        self.init(
            host: row.text(first), jail: row.text(first + 1), id: row.text(first + 2), result: row.text(first + 3),
            detail: row.optionalText(first + 4), previousBannedAt: row.optionalInteger(first + 5),
            previousEndsAt: row.optionalInteger(first + 6), previousPermanent: row.flag(first + 7),
            previousPlannedEnd: row.optionalInteger(first + 8))
    }

    var arguments: [String: Value] {
        [
            "host": .text(host), "jail": .text(jail), "id": .text(id), "result": .text(result),
            "detail": .optional(detail), "previousBannedAt": .optional(previousBannedAt),
            "previousEndsAt": .optional(previousEndsAt), "previousPermanent": .flag(previousPermanent),
            "previousPlannedEnd": .optional(previousPlannedEnd),
        ]
    }
}
