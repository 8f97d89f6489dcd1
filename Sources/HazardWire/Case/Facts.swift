internal import HazardCore
internal import JSONText

/// The fields of an object of facts. Reading is lenient: a missing field, or one of another type, is nil.
struct Facts {
    private let json: JSONValue

    init(_ json: JSONValue) {
        self.json = json
    }

    func string(_ name: String) -> String? { json[name]?.string }

    func int(_ name: String) -> Int? { json[name]?.int.map { Int($0) } }

    func ints(_ name: String) -> [Int] { json[name]?.array?.compactMap { $0.int.map { Int($0) } } ?? [] }

    func list(_ name: String) -> [JSONValue] { json[name]?.array ?? [] }

    func flag(_ name: String) -> Bool { json[name]?.bool ?? false }

    func strings(_ name: String) -> [String] { json[name]?.array?.compactMap(\.string) ?? [] }

    /// A value of a closed list.
    func value<Value: RawRepresentable<String>>(_ name: String) -> Value? { string(name).flatMap(Value.init) }

    /// The known values of a closed list.
    func values<Value: RawRepresentable<String>>(_ name: String) -> [Value] { strings(name).compactMap(Value.init) }

    /// Two texts; nil when one of them is missing.
    func pair(_ first: String, _ second: String) -> (String, String)? {
        guard let one = string(first), let other = string(second) else { return nil }
        return (one, other)
    }

    /// Two whole numbers; nil when one of them is missing.
    func numbers(_ first: String, _ second: String) -> (Int64, Int64)? {
        guard let one = json[first]?.int, let other = json[second]?.int else { return nil }
        return (one, other)
    }

    /// A list of departments with their roles.
    func roles(_ name: String) -> [DepartmentRole] {
        json[name]?.array?.compactMap { entry in
            guard let department = entry["department"]?.string, let role = entry["role"]?.string.flatMap(TaskRole.init)
            else { return nil }
            return DepartmentRole(department, role)
        } ?? []
    }

    /// The rule, amount and unit of a ledger entry.
    func reward(_ entry: String) -> SettledReward? {
        guard let rule = string("rule"), let amount = int("amount"), let unit = string("unit") else { return nil }
        return SettledReward(rule: rule, amount: amount, unit: unit, entry: entry)
    }
}

extension JSONValue {
    static func optional(_ text: String?) -> JSONValue { text.map(JSONValue.string) ?? .null }

    static func strings(_ texts: [String]) -> JSONValue { .array(texts.map(JSONValue.string)) }

    static func roles(_ roles: [DepartmentRole]) -> JSONValue {
        .array(
            roles.map { entry in
                .object([
                    Member("department", .string(entry.department)), Member("role", .string(entry.role.rawValue)),
                ])
            })
    }
}
