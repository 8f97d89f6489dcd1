internal import JSONText
package import Wording

/// Why a record that a dispatcher wrote cannot be read: a case, a task, a ledger entry.
package struct WireFault: BilingualError, Hashable {
    package var code: Code
    /// What is wrong, at which field and byte; never text of the record.
    package var sentence: LocalText
    /// The field's path; nil for a fault of the record as a whole.
    package var field: String?
    /// The byte in the value, from 0.
    package var offset: Int

    /// What to do about the fault.
    package enum Code: String, CaseIterable, Sendable {
        /// A later version of this program wrote the record: start that version.
        case newer
        /// No version of this program wrote the record.
        case unreadable
    }

    /// The sentence, in English after the code.
    package var text: LocalText { LocalText(zh: sentence.zh, en: code.rawValue + ": " + sentence.en) }

    init(_ fault: JSONFault, in bytes: [UInt8]) {
        let path = fault.path(in: bytes)
        code = fault.code == .unsupportedVersion ? .newer : .unreadable
        let what = fault.sentence(in: bytes)
        sentence =
            code == .unreadable
            ? what
            : LocalText(
                zh: what.zh + "；本程序比记录旧：请启动写下它的版本",
                en: what.en + "; this program is older than the record: start the version that wrote it")
        field = path.isEmpty ? nil : path
        offset = fault.offset
    }

    /// Reads a record of ours.
    ///
    /// - Throws: `newer` for a record of a later version, whatever the order of its fields; else `unreadable`.
    static func read<Value>(
        _ bytes: [UInt8], upTo version: Int = SchemaVersion.current,
        _ body: (inout JSONReader) throws(JSONFault) -> Value
    ) throws(WireFault) -> Value {
        do throws(JSONFault) {
            return try JSONReader.read(bytes, body)
        } catch {
            throw WireFault(InputDecoding.decisive(error, in: bytes, upTo: version), in: bytes)
        }
    }
}
