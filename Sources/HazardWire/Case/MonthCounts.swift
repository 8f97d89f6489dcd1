package import HazardCore
package import JSONText

/// How many ended cases of a month have left a shard by retention (`DECISIONS.md` #7).
package struct MonthCounts: Hashable, Sendable {
    package var shard: Int
    /// The local month in which the cases were opened, such as `2026-11`.
    package var month: String
    package var counts: [MonthlyCount] = []
    /// The shard's last `shard_seq` at the time of writing, so that a rebuild gives no number out twice.
    package var shardSequence: Int64 = 0

    package init(shard: Int, month: String) {
        self.shard = shard
        self.month = month
    }

    /// The record key, `counts/<shard>/<yyyy-mm>`. No case id has this form.
    package var key: String { MonthCounts.keyPrefix + String(shard) + "/" + month }

    /// The prefix of every such key.
    package static let keyPrefix = "counts/"

    package static func isKey(_ key: String) -> Bool { key.hasPrefix(keyPrefix) }
}

/// The codec of monthly counts on `hazard.cases`.
package enum MonthCountsCodec {
    package static func encode(_ value: MonthCounts, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.schemaVersion()
        writer.field("shard", value.shard)
        writer.field("month", value.month)
        writer.field("shard_seq", value.shardSequence)
        writer.list("counts", value.counts) { writer, count in
            writer.beginObject()
            writer.field("programme", count.programme)
            writer.field("category", count.category)
            writer.field("state", count.state)
            writer.field("code", count.code)
            writer.field("n", count.count)
            writer.endObject()
        }
        writer.endObject()
    }

    /// Decodes the counts of a month.
    ///
    /// - Throws: `WireFault.newer` for a record that a later version wrote, else `WireFault.unreadable` with the field
    ///   and the byte.
    package static func decode(_ bytes: [UInt8]) throws(WireFault) -> MonthCounts {
        try WireFault.read(bytes) { reader throws(JSONFault) in try MonthCountsField.read(&reader) }
    }
}

/// The fields of a month's record.
private enum MonthCountsField: String, JSONFields {
    case schemaVersion = "schema_version"
    case shard, month
    case shardSequence = "shard_seq"
    case counts, unknown

    static let keys = JSONKeys<MonthCountsField>(required: [.schemaVersion, .shard, .month, .shardSequence, .counts])

    static func read(_ reader: inout JSONReader) throws(JSONFault) -> MonthCounts {
        var value = MonthCounts(shard: 0, month: "")
        var object = try reader.open(MonthCountsField.self)
        while let field = try reader.next(&object) {
            switch field {
            case .schemaVersion: try reader.schemaVersion()
            case .shard: value.shard = try reader.int()
            case .month: value.month = try reader.string()
            case .shardSequence: value.shardSequence = try reader.int64()
            case .counts: value.counts = try reader.list(MonthCountField.read)
            case .unknown: try reader.skipValue()
            }
        }
        for index in value.counts.indices { value.counts[index].month = value.month }
        return value
    }
}

/// The fields of one count. Its month is that of the record.
private enum MonthCountField: String, JSONFields {
    case programme, category, state, code, n, unknown

    static let keys = JSONKeys<MonthCountField>(required: [.programme, .category, .state, .n])

    static func read(_ reader: inout JSONReader) throws(JSONFault) -> MonthlyCount {
        var count = MonthlyCount(month: "", programme: "", category: "", state: .closed, code: nil, count: 0)
        var object = try reader.open(MonthCountField.self)
        while let field = try reader.next(&object) {
            switch field {
            case .programme: count.programme = try reader.string()
            case .category: count.category = try reader.string()
            case .state: count.state = try reader.value(of: WireNames.caseState)
            case .code: count.code = try reader.value(of: WireNames.closeCode)
            case .n: count.count = try reader.int()
            case .unknown: try reader.skipValue()
            }
        }
        return count
    }
}
