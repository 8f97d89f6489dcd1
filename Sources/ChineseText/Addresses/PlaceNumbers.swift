/// What a number at a place tells apart.
package enum PlaceNumberKind: String, CaseIterable, Sendable {
    /// 段 of a road, 巷, 弄, 组 of a village, 号 of a house.
    case section, lane, alley, group, house
    /// 栋, 幢, 座 or 号楼; 单元; 楼 or 层; 室.
    case building, unit, floor, room
    /// The number on a lamp post, a manhole cover, or anything else that has one.
    case pole, manhole, asset
    /// Along a highway, as `12+300`.
    case kilometre
}

/// The numbers that identify a place or a thing in some words, by what they count.
package struct PlaceNumbers: Hashable, Sendable {
    /// Without leading zeros, except numbers painted on things, which stay as written.
    package private(set) var byKind: [PlaceNumberKind: Set<String>] = [:]

    package init() {}

    /// The numbers in a report's free text: dates, amounts, telephone numbers and bus lines are none.
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

    /// Whether both name things of one kind and not one thing in common: lamp 0506102 is not lamp 0506103.
    package func contradicts(_ other: PlaceNumbers) -> Bool {
        byKind.contains { kind, values in
            guard let others = other.byKind[kind] else { return false }
            return values.isDisjoint(with: others)
        }
    }
}
