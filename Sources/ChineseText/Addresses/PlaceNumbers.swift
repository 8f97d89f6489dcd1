/// The kinds of numbers in an address.
package enum PlaceNumberKind: String, CaseIterable, Sendable {
    /// 段 of a road, 巷, 弄, 组 of a village, 号 of a house.
    case section, lane, alley, group, house
    /// 栋, 幢, 座 or 号楼; 单元; 楼 or 层; 室.
    case building, unit, floor, room
    /// The number on a lamp post, on a manhole cover, or on another thing.
    case pole, manhole, asset
    /// The kilometre on a highway, such as `12+300`.
    case kilometre
}

/// The numbers in a text that identify a place or a thing, by kind.
package struct PlaceNumbers: Hashable, Sendable {
    /// Without leading zeros. Numbers on things stay as they are written.
    package private(set) var byKind: [PlaceNumberKind: Set<String>] = [:]

    package init() {}

    /// The numbers in a report's free text, without dates, amounts, telephone numbers and bus lines.
    package static func found(in text: String) -> PlaceNumbers {
        let scalars = RoadCodes.canonical(PlaceNumerals.digits(PlaceScript.folded(text)))
        return PlaceNumberScan(scalars, of: .words).numbers
    }

    package subscript(kind: PlaceNumberKind) -> Set<String> { byKind[kind] ?? [] }

    package var isEmpty: Bool { byKind.isEmpty }

    package mutating func insert(_ value: String, _ kind: PlaceNumberKind) {
        byKind[kind, default: []].insert(value)
    }

    package mutating func formUnion(_ other: PlaceNumbers) {
        byKind.merge(other.byKind) { $0.union($1) }
    }

    /// Whether both name things of one kind and no common one: lamp 0506102 is not lamp 0506103.
    package func contradicts(_ other: PlaceNumbers) -> Bool {
        byKind.contains { kind, values in
            guard let others = other.byKind[kind] else { return false }
            return values.isDisjoint(with: others)
        }
    }
}
