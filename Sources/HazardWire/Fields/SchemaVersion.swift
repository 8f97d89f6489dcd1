internal import JSONText

/// The version of our schemas; a change of a message that carries state raises it (`config/contracts/README.md`, Common).
package enum SchemaVersion {
    /// The version this program writes, and the highest it reads.
    package static let current = 1
    /// The same for cases: 2 since facts stand beside sentences in history, evidence and tasks.
    package static let ofCase = 2
}

extension JSONReader {
    /// Reads `schema_version`.
    ///
    /// - Throws: `unsupportedVersion` when it is higher than ours, `outOfRange` below 1.
    @discardableResult
    mutating func schemaVersion(upTo highest: Int = SchemaVersion.current) throws(JSONFault) -> Int {
        let at = offset
        let version = try int()
        guard version >= 1 else { throw JSONFault(.outOfRange, at: at, .schemaVersion(highest)) }
        guard version <= highest else {
            throw JSONFault(.unsupportedVersion, at: at, .schemaVersion(upTo: highest))
        }
        return version
    }
}

/// The one field that every version of every message has.
enum VersionField: String, JSONFields {
    case schemaVersion = "schema_version"
    case unknown

    static let keys = JSONKeys<VersionField>()

    /// The fault of a valid document with a version higher than ours; nil for any other document.
    ///
    /// A later version may have another type for other fields, so the version is checked before those are reported.
    static func fault(in bytes: [UInt8], upTo highest: Int = SchemaVersion.current) -> JSONFault? {
        do throws(JSONFault) {
            return try JSONReader.read(bytes) { reader throws(JSONFault) in
                var fault: JSONFault?
                var object = try reader.open(VersionField.self)
                while let field = try reader.next(&object) {
                    guard field == .schemaVersion, try reader.kind() == .number else {
                        try reader.skipValue()
                        continue
                    }
                    do throws(JSONFault) {
                        try reader.schemaVersion(upTo: highest)
                    } catch {
                        guard error.code == .unsupportedVersion else { throw error }
                        fault = error
                    }
                }
                return fault
            }
        } catch {
            return nil
        }
    }
}
