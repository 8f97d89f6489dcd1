internal import JSONText

/// Receives the faults that a decoder finds: it throws the first one, or collects them for the answer to a sender.
///
/// What it holds is bounded, whatever the size of the message.
struct FaultCollector {
    /// What a decoder looks for.
    enum Purpose {
        /// Decides whether the message can be used: the first fault is thrown.
        case decide
        /// The same, and notes the fields that are not in the schema, to warn the sender of them.
        case decideAndNote
        /// Finds all faults.
        case listFaults
    }

    /// The most faults that are held: missing fields, and all others.
    static let mostHeld = 64

    /// True: the decoder continues after a fault, and the faults are collected. False: the first fault is thrown.
    let collectsAll: Bool
    /// The fields that are not in the schema; nil when nobody asks for them.
    var unknown: UnknownFields?
    /// The first collected faults, with offsets in the whole document.
    private(set) var faults: [JSONFault] = []
    /// How many faults there are, those not held included.
    private(set) var total = 0
    private var missing = 0
    /// The name of the field whose value is read, while faults are collected: the current reader reads only this value.
    private(set) var keyName = ""
    /// The offset in the whole document where the current reader starts.
    private(set) var base = 0

    init(_ purpose: Purpose) {
        collectsAll = purpose == .listFaults
        unknown = purpose == .decideAndNote ? UnknownFields() : nil
    }

    /// Collects a fault whose offset is in the current reader.
    ///
    /// - Throws: The fault itself, unless all are collected.
    mutating func report(_ fault: JSONFault) throws(JSONFault) {
        guard collectsAll else { throw fault }
        append(fault)
    }

    /// Collects a fault whose offset is in the whole document: `base` and a reader's offset, noted earlier.
    ///
    /// - Throws: The fault itself, unless all are collected.
    mutating func report(placed fault: JSONFault) throws(JSONFault) {
        guard collectsAll else { throw fault }
        hold(fault, isTopLevel: false)
    }

    /// Reads the next value with `body` from a copy of its bytes, so that the decoder can continue after a fault in it.
    ///
    /// - Throws: A fault of the grammar only.
    mutating func collect(
        _ name: String, from reader: inout JSONReader,
        _ body: (inout JSONReader, inout FaultCollector) throws(JSONFault) -> Void
    ) throws(JSONFault) {
        let outer = base
        let at = reader.offset
        let raw = try reader.rawValue()
        base = outer + at
        keyName = name
        do throws(JSONFault) {
            try JSONReader.read(raw) { reader throws(JSONFault) in try body(&reader, &self) }
        } catch {
            append(error)
        }
        base = outer
    }

    private mutating func append(_ fault: JSONFault) {
        hold(JSONFault(fault.code, at: fault.offset + base, fault.expected), isTopLevel: base == 0)
    }

    private mutating func hold(_ fault: JSONFault, isTopLevel: Bool) {
        let isMissing = fault.code == .missingField
        // When not all faults are held, nobody can tell whether the field inside an object is absent or wrong.
        if isMissing, !isTopLevel, total - missing > Self.mostHeld { return }
        total += 1
        if isMissing { missing += 1 }
        // Missing fields are found last: without a place of their own, other faults would take it.
        if (isMissing ? missing : total - missing) <= Self.mostHeld { faults.append(fault) }
    }
}

extension JSONReader {
    /// Reads the object that comes next; `take` reads the value of each field that is not null.
    ///
    /// - Returns: The offset of the object, for faults about it as a whole.
    /// - Throws: A fault of the grammar; the first fault of `take`, unless all are collected.
    @inline(__always)
    mutating func fields<Field: JSONFields>(
        _ type: Field.Type, _ faults: inout FaultCollector,
        _ take: (Field, inout JSONReader, inout FaultCollector) throws(JSONFault) -> Void
    ) throws(JSONFault) -> Int {
        var object = try open(type)
        while let field = try next(&object) {
            if faults.unknown != nil, field.rawValue == Field.unknown.rawValue {
                faults.unknown?.note(at: keyOffset, inside: type)
            }
            if faults.collectsAll {
                try faults.collect(keyName(), from: &self) { reader, faults throws(JSONFault) in
                    try take(field, &reader, &faults)
                }
            } else {
                try take(field, &self, &faults)
            }
        }
        return object.scope.offset
    }

    /// Reads the array that comes next, at most `limit` elements; `take` reads each element.
    ///
    /// - Throws: What `fields` throws; `tooMany`.
    mutating func elements(
        limit: Int, _ faults: inout FaultCollector,
        _ take: (inout JSONReader, inout FaultCollector) throws(JSONFault) -> Void
    ) throws(JSONFault) {
        var array = try array(limit: limit)
        while try nextElement(&array) {
            if faults.collectsAll {
                try faults.collect("", from: &self, take)
            } else {
                try take(&self, &faults)
            }
        }
    }
}
