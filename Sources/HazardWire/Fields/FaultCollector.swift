internal import JSONText

/// Receives the faults that a decoder finds: it throws the first one, or collects all for the answer to a sender.
struct FaultCollector {
    /// True: the decoder continues after a fault, and all faults are collected. False: the first fault is thrown.
    let collectsAll: Bool
    /// The collected faults, with offsets in the whole document.
    private(set) var faults: [JSONFault] = []
    /// The name of the field whose value is read, while faults are collected: the current reader reads only this value.
    private(set) var keyName = ""
    /// The offset in the whole document where the current reader starts.
    private(set) var base = 0

    init(collectsAll: Bool) {
        self.collectsAll = collectsAll
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
        faults.append(fault)
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
        faults.append(JSONFault(fault.code, at: fault.offset + base, fault.expected))
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
