/// One series of a metric family.
package protocol MetricInstrument: AnyObject, Sendable {
    /// The sample lines of this series in Prometheus text format 0.0.4; labels come as `name="value"`, escaped.
    func samples(named name: String, labels: [String]) -> String
}

extension [String] {
    /// Rendered labels in braces, nothing when there are none.
    var rendered: String { isEmpty ? "" : "{" + joined(separator: ",") + "}" }
}

extension Double {
    /// The number as Prometheus reads it: whole numbers without a fraction, `+Inf`, `-Inf`, `NaN`.
    var sample: String {
        if isNaN { return "NaN" }
        if isInfinite { return self < 0 ? "-Inf" : "+Inf" }
        if let whole = Int64(exactly: self), abs(self) < 1e15 { return whole.description }
        return description
    }
}

extension String {
    /// A label value between its quotes: backslash, quote and line feed escaped.
    var escapedLabel: String {
        reduce(into: "") { text, character in
            switch character {
            case "\\": text += #"\\"#
            case "\"": text += #"\""#
            case "\n", "\r\n": text += #"\n"#
            default: text.append(character)
            }
        }
    }

    /// A help text: backslash and line feed escaped.
    var escapedHelp: String {
        reduce(into: "") { text, character in
            switch character {
            case "\\": text += #"\\"#
            case "\n", "\r\n": text += #"\n"#
            default: text.append(character)
            }
        }
    }

    /// Whether this can name a metric; colons are reserved for recording rules.
    var isMetricName: Bool {
        guard let first = utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else { return false }
        return utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"): true
            default: false
            }
        }
    }

    /// Whether this can name a label: a metric name, but not `le` (histograms) and not `__…` (Prometheus).
    var isLabelName: Bool { isMetricName && self != "le" && !hasPrefix("__") }
}
