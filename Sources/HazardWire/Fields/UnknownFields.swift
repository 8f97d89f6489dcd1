internal import JSONText

/// The fields of a message that its schema does not have, to warn the sender of them.
///
/// What it holds is bounded, whatever the number of the fields.
struct UnknownFields {
    /// One field that is not in the schema.
    struct Field {
        /// The byte of the field's name in the document.
        var offset: Int
        /// The known names of the object that it stands in.
        var known: [String]
        /// It stands in the report itself, not in an object such as `location`.
        var isTopLevel: Bool
    }

    /// The most fields that are looked at for a misspelt name.
    private static let mostNoted = 200
    /// The most fields that are named because they are dropped.
    private static let mostNamed = 20

    /// The first fields of the message, in its order.
    private(set) var noted: [Field] = []
    /// How many fields inside objects such as `location` there are: nobody stores them.
    private(set) var unstored = 0
    /// The first fields that were dropped because there is no room for them, by their offsets.
    private(set) var dropped: [Int] = []
    private(set) var droppedTotal = 0

    /// Notes a field whose name is at that offset.
    mutating func note<Object: JSONFields>(at offset: Int, inside type: Object.Type) {
        let isTopLevel = type == ReportField.self
        if !isTopLevel { unstored += 1 }
        guard noted.count < Self.mostNoted else { return }
        noted.append(Field(offset: offset, known: type.keys.names.table.all, isTopLevel: isTopLevel))
    }

    /// Notes a field that has no room in `ext`.
    mutating func drop(at offset: Int) {
        droppedTotal += 1
        let place = dropped.firstIndex { offset < $0 } ?? dropped.count
        guard place < Self.mostNamed else { return }
        dropped.insert(offset, at: place)
        if dropped.count > Self.mostNamed { dropped.removeLast() }
    }
}
