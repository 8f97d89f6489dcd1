/// The record of exports: who took data out of the store, what and when. One JSON object a line, in the file
/// `exports.jsonl` of the store's directory; nothing removes a line.
package struct ExportRecord: Sendable {
    private let path: String

    package init(directory: String) { path = directory + "/exports.jsonl" }

    /// Adds a line, which is on the disk when this returns.
    ///
    /// - Throws: `.disk`.
    package func add(_ line: [UInt8]) throws(StoreFault) {
        try SystemFile.append(line + [UInt8(ascii: "\n")], to: path)
    }
}
