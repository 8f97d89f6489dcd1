internal import HTTP
internal import HazardCore
internal import HazardWire
internal import Wording

/// The fields of a request of Open311, from its query and its form. Unknown fields are ignored, as the standard wants.
struct Open311Fields {
    private(set) var faults: [FieldProblem] = []
    private var values: [String: String] = [:]

    /// A field of the form has precedence over one of the query. A name counts once, and its first value is taken.
    init(query: [QueryItem], form: [QueryItem] = []) {
        for item in form + query where values[item.name] == nil {
            let value = item.value.trimmed
            if !value.isEmpty { values[item.name] = value }
        }
    }

    mutating func refuse(_ field: String, _ problem: LocalText, hint: LocalText) {
        faults.append(FieldProblem(field, problem, hint: hint))
    }

    /// - Throws: A 400 when anything was wrong.
    func finish() throws(Problem) {
        if !faults.isEmpty { throw .invalid(faults) }
    }

    /// The value of a field without spaces around it; nil when it is missing or empty.
    func text(_ name: String) -> String? { values[name] }

    /// The values of a field that is a list with commas.
    func list(_ name: String) -> [String] {
        (values[name] ?? "").split(separator: ",").map { String($0).trimmed }.filter { !$0.isEmpty }
    }

    /// The programme that `jurisdiction_id` names; nil when it is missing.
    ///
    /// - Throws: A 404 when it is not configured.
    func jurisdiction(_ policy: Policy) throws(Problem) -> Programme? {
        guard let id = values["jurisdiction_id"] else { return nil }
        guard let programme = policy.programmes[id] else { throw .unknownJurisdiction }
        return programme
    }

    /// A time.
    mutating func instant(_ name: String) -> Instant? {
        guard let text = values[name] else { return nil }
        // A "+" that was not escaped arrives as a space.
        guard let time = TimeText.parse(text.replacing(" ", with: "+")) else {
            refuse(
                name, LocalText(zh: "应为\(TimeText.form.zh)", en: "expected \(TimeText.form.en)"),
                hint: LocalText(zh: "请写带时区的时间", en: "send a time with offset"))
            return nil
        }
        return time
    }

    /// A whole number in a range; `usual` when the field is missing.
    mutating func whole(_ name: String, in range: ClosedRange<Int>, usual: Int) -> Int {
        guard let text = values[name] else { return usual }
        guard let number = Int(text), range.contains(number) else {
            let (least, most) = (range.lowerBound, range.upperBound)
            refuse(
                name,
                LocalText(zh: "应为 \(least) 至 \(most) 的整数", en: "expected a whole number from \(least) to \(most)"),
                hint: LocalText(zh: "请写 \(least) 至 \(most)", en: "send \(least) to \(most)"))
            return usual
        }
        return number
    }

    /// A number of degrees.
    mutating func degrees(_ name: String) -> Double? {
        guard let text = values[name] else { return nil }
        guard let number = Double(text), number.isFinite else {
            refuse(
                name, LocalText(zh: "应为度数", en: "expected a number of degrees"),
                hint: LocalText(zh: "请写数字，如 30.4", en: "send a number such as 30.4"))
            return nil
        }
        return number
    }
}

extension String {
    /// The text without white space around it.
    fileprivate var trimmed: String {
        let isSpace: (Character) -> Bool = \.isWhitespace
        guard let first = firstIndex(where: { !isSpace($0) }), let last = lastIndex(where: { !isSpace($0) }) else {
            return ""
        }
        return String(self[first...last])
    }
}
