/// A closed list of values by their names in JSON.
///
/// Its memory is never freed: make it a `static let`.
package struct JSONNames<Value: Sendable>: @unchecked Sendable {
    package let table: NameTable
    /// One value per name, in order; never freed.
    package let values: UnsafePointer<Value>

    /// The list of these values; `name` returns the name of each.
    package init(_ list: [Value], name: (Value) -> String) {
        table = NameTable(list.map(name))
        let memory = UnsafeMutablePointer<Value>.allocate(capacity: max(1, list.count))
        for (index, value) in list.enumerated() { (memory + index).initialize(to: value) }
        values = UnsafePointer(memory)
    }

    /// Every case of an enumeration under its raw name.
    package init(_ type: Value.Type = Value.self) where Value: CaseIterable & RawRepresentable<String> {
        self.init(Array(Value.allCases), name: \.rawValue)
    }
}

/// The fields of one kind of object: an enumeration whose raw names are the keys, with a case for all other keys.
///
///     enum PlaceField: String, JSONFields {
///         case lat, lon, roadClass = "road_class", unknown
///         static let keys = JSONKeys(required: [.lat, .lon])
///     }
package protocol JSONFields: RawRepresentable<String>, CaseIterable, Sendable {
    /// Stands for every key that is not in the list, and for a key spelt like its raw name.
    static var unknown: Self { get }
    /// The table of the keys; a `static let`.
    static var keys: JSONKeys<Self> { get }
}

/// The table of the keys of one kind of object, at most 64.
///
/// Its memory is never freed: make it a `static let`.
package struct JSONKeys<Field: JSONFields>: Sendable {
    package let names: JSONNames<Field>
    /// One bit per key that must be present and not null.
    package let required: UInt64

    package init(required: [Field] = []) {
        let fields = Field.allCases.filter { $0.rawValue != Field.unknown.rawValue }
        precondition(fields.count <= 64, "JSONKeys: \(Field.self) has more than 64 fields, the width of the bit set")
        names = JSONNames(fields, name: \.rawValue)
        self.required = fields.enumerated().reduce(0) { bits, field in
            required.contains { $0.rawValue == field.element.rawValue } ? bits | 1 << UInt64(field.offset) : bits
        }
    }
}
