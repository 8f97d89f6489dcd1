import HazardWire
import MessageLog

/// How small records are made that leave as they came: dead letters, and records on the way to their home shard.
///
/// The log says only that some record of a topic was too large, by its compressed size, which nobody knows before. So nothing
/// is trimmed at first. After a refusal every record above a limit is trimmed, and after the next refusal the limit is lower
/// (`config/contracts/README.md`, Dead letter).
struct RecordTrimming: Hashable {
    /// Bytes before compression. The first fits into every topic of `hazard topics apply` however it is compressed; the others
    /// are for topics with a smaller `max.message.bytes`.
    private static let limits = [960 * 1024, 120 * 1024, 15 * 1024]

    private var refusals = 0

    /// The largest record that is not trimmed, in bytes; nil while none is.
    var limit: Int? { refusals == 0 ? nil : Self.limits[refusals - 1] }

    /// Lowers the limit after a refusal; false when there is no lower one.
    mutating func tighten() -> Bool {
        guard refusals < Self.limits.count else { return false }
        refusals += 1
        return true
    }

    /// The dead letter, trimmed to the limit: its value goes first, then the largest foreign headers, then its key.
    func deadLetter(_ record: NewRecord, own: [Header]) -> NewRecord {
        var trimmed = record
        trimmed.headers += own
        guard let limit, trimmed.bytes > limit else { return trimmed }
        if let bytes = record.value?.count, bytes > 0 {
            trimmed.value = []
            trimmed.headers.append(Header(HeaderName.deadValueOmitted, bytes: bytes))
        }
        return Self.trim(trimmed, keeping: record.headers.count..., to: limit)
    }

    /// The record for its home shard, trimmed to the limit; nil when its value alone is too large.
    ///
    /// The value stays, because the record is valid. Headers that the dispatcher reads stay too.
    func forwarded(_ record: NewRecord) -> NewRecord? {
        guard let limit, record.bytes > limit else { return record }
        var trimmed = record
        let isRead = { (header: Header) in HeaderName.read.contains(header.name) && header.value.count <= 1024 }
        trimmed.headers = record.headers.filter { !isRead($0) }
        let foreign = trimmed.headers.count
        trimmed.headers += record.headers.filter(isRead)
        trimmed = Self.trim(trimmed, keeping: foreign..., to: limit)
        return trimmed.bytes <= limit ? trimmed : nil
    }

    /// Leaves out the largest headers before `own`, and the key if that is not enough.
    private static func trim(_ record: NewRecord, keeping own: PartialRangeFrom<Int>, to limit: Int) -> NewRecord {
        var trimmed = record
        let foreign = record.headers[..<own.lowerBound]
        var omitted: Set<Int> = []
        var bytes = 0
        for index in foreign.indices.sorted(by: { foreign[$0].bytes > foreign[$1].bytes }) {
            guard record.bytes - bytes + margin > limit else { break }
            omitted.insert(index)
            bytes += foreign[index].bytes
        }
        if !omitted.isEmpty {
            trimmed.headers = record.headers.indices.filter { !omitted.contains($0) }.map { record.headers[$0] }
            trimmed.headers.append(Header(HeaderName.headersOmitted, bytes: bytes))
        }
        if trimmed.bytes > limit, let key = trimmed.key, key.count > 64 {
            trimmed.key = nil
            trimmed.headers.append(Header(HeaderName.keyOmitted, bytes: key.count))
        }
        return trimmed
    }

    /// Room for the headers that say what was left out, in bytes.
    private static let margin = 128
}

extension Header {
    fileprivate var bytes: Int { name.utf8.count + value.count + 10 }

    fileprivate init(_ name: String, bytes: Int) { self.init(name, Array(String(bytes).utf8)) }
}

extension NewRecord {
    /// About the size of the record in a log without compression.
    fileprivate var bytes: Int {
        headers.reduce((key?.count ?? 0) + (value?.count ?? 0) + 32) { $0 + $1.bytes }
    }
}
