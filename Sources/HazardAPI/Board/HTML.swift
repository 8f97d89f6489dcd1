/// Text inside a page.
enum HTML {
    /// The text with everything that means something in HTML written as a reference.
    ///
    /// What reporters wrote may hold characters that steer a display (escapes, marks that turn the direction of writing
    /// round): they are shown as �, only line breaks stay.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            case "\n", "\t": result.unicodeScalars.append(scalar)
            case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{200E}", "\u{200F}", "\u{202A}"..."\u{202E}",
                "\u{2066}"..."\u{2069}":
                result.unicodeScalars.append("\u{FFFD}")
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// The text cut to so many characters, with … where something is missing, and escaped.
    static func short(_ text: String, _ limit: Int) -> String {
        escaped(text.count <= limit ? text : text.prefix(limit - 1) + "…")
    }

    /// An element of escaped text.
    static func element(_ name: String, _ text: String, _ attributes: String = "") -> String {
        "<\(name)\(attributes.isEmpty ? "" : " " + attributes)>\(escaped(text))</\(name)>"
    }

    /// A table of cells that are HTML already; nothing when there are no rows.
    static func table(_ columns: [String], _ rows: [String]) -> String {
        let head = columns.map { element("th", $0, "scope=\"col\"") }.joined()
        return "<div class=\"wide\"><table><thead><tr>\(head)</tr></thead><tbody>\(rows.joined())</tbody></table></div>"
    }

    /// A row of cells that are HTML already.
    static func row(_ cells: [String], _ attributes: String = "") -> String {
        "<tr\(attributes.isEmpty ? "" : " " + attributes)>" + cells.map { "<td>\($0)</td>" }.joined() + "</tr>"
    }
}
