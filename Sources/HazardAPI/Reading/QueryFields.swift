internal import HTTP
internal import HazardWire

/// The query of a request, read strictly: every field that cannot be used is named, unknown ones too.
struct QueryFields {
    private(set) var problems: [WireProblem] = []
    private var values: [String: String] = [:]

    init(_ query: [QueryItem], known: [String]) {
        for item in query {
            if !known.contains(item.name) {
                refuse(item.name, "the query field is not known here", hint: "one of \(known.joined(separator: ", "))")
            } else if values[item.name] != nil {
                refuse(item.name, "the query field stands twice", hint: "send it once")
            } else if !item.value.isEmpty {
                values[item.name] = item.value
            }
        }
    }

    mutating func refuse(_ field: String, _ problem: String, hint: String) {
        problems.append(WireProblem(field: field, english: problem, hint: hint))
    }

    /// Text of at most 128 bytes.
    mutating func text(_ name: String) -> String? {
        guard let value = values[name] else { return nil }
        guard value.utf8.count <= 128 else {
            refuse(name, "the value is longer than 128 bytes", hint: "send at most 128 bytes")
            return nil
        }
        return value
    }

    /// One of a closed list of names.
    mutating func named<Value: RawRepresentable<String> & CaseIterable>(_ name: String) -> Value? {
        guard let text = values[name] else { return nil }
        guard let value = Value(rawValue: text) else {
            let names = Value.allCases.map(\.rawValue).joined(separator: ", ")
            refuse(name, "expected one of \(names)", hint: "send one of \(names)")
            return nil
        }
        return value
    }

    mutating func flag(_ name: String) -> Bool? {
        switch values[name] {
        case nil: return nil
        case "true": return true
        case "false": return false
        default:
            refuse(name, "expected true or false", hint: "send true or false")
            return nil
        }
    }

    /// How many entries are wanted, 50 when nothing is said.
    mutating func limit(most: Int) -> Int {
        guard let text = values["limit"] else { return min(50, most) }
        guard let limit = Int(text), (1...most).contains(limit) else {
            refuse("limit", "expected a whole number from 1 to \(most)", hint: "send 1 to \(most)")
            return 1
        }
        return limit
    }

    /// A time in seconds, above 0.
    mutating func seconds(_ name: String, most: Double) -> Double? {
        guard let text = values[name] else { return nil }
        guard let seconds = Double(text), seconds > 0, seconds <= most else {
            refuse(name, "expected seconds above 0, at most \(most)", hint: "send a number such as 5")
            return nil
        }
        return seconds
    }

    /// Throws when anything was wrong.
    func finish() throws(Problem) {
        if !problems.isEmpty { throw .invalid(problems) }
    }
}
