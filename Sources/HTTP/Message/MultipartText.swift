/// Reads a body of the media type `multipart/form-data` (RFC 7578), as browsers send forms with files.
package enum MultipartText {
    /// A field of the form.
    package struct Part: Sendable {
        package let name: String
        /// Nil for a field that is no file; empty when no file was chosen.
        package let fileName: String?
        package let content: ArraySlice<UInt8>

        /// The content as text; nil when it is no UTF-8, or holds a NUL.
        package var text: String? {
            guard !content.contains(0) else { return nil }
            return String(validating: content, as: UTF8.self)
        }
    }

    private static let mostParts = 200
    private static let mostHead = 8 * 1024

    /// The fields in their order; nil when the body is not such a form, or ends before its last boundary.
    package static func parts(of body: [UInt8], contentType: String) -> [Part]? {
        guard let boundary = boundary(of: contentType) else { return nil }
        let mark = Array(("--" + boundary).utf8)
        guard var at = find(mark, in: body, from: 0), at == 0 || body[..<at].suffix(2).elementsEqual(lineEnd) else {
            return nil
        }
        var parts: [Part] = []
        while true {
            at += mark.count
            if body[at...].starts(with: "--".utf8) { return parts }
            guard body[at...].starts(with: lineEnd), parts.count < mostParts else { return nil }
            at += lineEnd.count
            guard let headEnd = find(lineEnd + lineEnd, in: body, from: at - lineEnd.count), headEnd - at < mostHead
            else { return nil }
            let start = headEnd + 2 * lineEnd.count
            guard let end = find(lineEnd + mark, in: body, from: start - lineEnd.count), end + lineEnd.count >= start
            else { return nil }
            let content = end < start ? body[start..<start] : body[start..<end]
            guard let part = part(head: body[min(at, headEnd)..<headEnd], content) else { return nil }
            parts.append(part)
            at = end + lineEnd.count
        }
    }

    private static let lineEnd: [UInt8] = [13, 10]

    private static func boundary(of contentType: String) -> String? {
        for parameter in contentType.split(separator: ";").dropFirst() {
            let pair = parameter.split(separator: "=", maxSplits: 1)
            guard pair.count == 2, pair[0].filter({ $0 != " " }).lowercased() == "boundary" else { continue }
            let text = pair[1].filter { $0 != "\"" && $0 != " " }
            return (1...70).contains(text.utf8.count) ? text : nil
        }
        return nil
    }

    private static func part(head: ArraySlice<UInt8>, _ content: ArraySlice<UInt8>) -> Part? {
        guard let text = String(validating: head, as: UTF8.self) else { return nil }
        for line in text.split(whereSeparator: \.isNewline) {
            let field = line.split(separator: ":", maxSplits: 1)
            guard field.count == 2, field[0].lowercased() == "content-disposition" else { continue }
            guard let name = quoted("name", in: field[1]) else { return nil }
            return Part(name: name, fileName: quoted("filename", in: field[1]), content: content)
        }
        return nil
    }

    /// The value of a quoted parameter.
    private static func quoted(_ name: String, in text: Substring) -> String? {
        let start = "; " + name + "=\""
        let compact = text.replacing(";" + name, with: "; " + name)
        guard let range = compact.firstRange(of: start) else { return nil }
        return String(compact[range.upperBound...].prefix { $0 != "\"" })
    }

    /// Where the bytes begin; nil when they are not there.
    private static func find(_ wanted: [UInt8], in body: [UInt8], from start: Int) -> Int? {
        guard let first = wanted.first, start >= 0, body.count >= wanted.count else { return nil }
        var index = start
        let last = body.count - wanted.count
        while index <= last {
            if body[index] == first, body[index..<index + wanted.count].elementsEqual(wanted) { return index }
            index += 1
        }
        return nil
    }
}
