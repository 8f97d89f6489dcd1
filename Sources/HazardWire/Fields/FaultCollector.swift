internal import JSONText

/// Where a decoder leaves what is wrong with a value: thrown at once on the lane, gathered for an answer to a sender.
struct FaultCollector {
    /// True: go on after a fault and keep them all.
    let gathers: Bool
    /// What was gathered, offsets in the whole document.
    private(set) var faults: [JSONFault] = []
    /// The name of the field being read, while gathering: the reader at hand stands inside its value.
    private(set) var keyName = ""
    /// Where the reader at hand begins in the whole document.
    private(set) var base = 0

    init(gathers: Bool) {
        self.gathers = gathers
    }

    /// Throws the fault, or keeps it and lets the decoder go on.
    mutating func report(_ fault: JSONFault) throws(JSONFault) {
        guard gathers else { throw fault }
        keep(fault)
    }

    /// The same for a fault whose offset is in the whole document: noted earlier as `base` and the reader's offset.
    mutating func report(placed fault: JSONFault) throws(JSONFault) {
        guard gathers else { throw fault }
        faults.append(fault)
    }

    /// Reads the next value by `body` from a copy of its bytes, so that a fault in it ends neither the value after it nor
    /// the document.
    ///
    /// - Throws: Bad grammar only.
    mutating func gather(
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
            keep(error)
        }
        base = outer
    }

    private mutating func keep(_ fault: JSONFault) {
        faults.append(JSONFault(fault.code, at: fault.offset + base, fault.detail))
    }
}

extension JSONReader {
    /// Reads the object that comes next: `take` takes the value of each field that is not null.
    ///
    /// - Returns: The offset of the object, for faults about it as a whole.
    @inline(__always)
    mutating func fields<Field: JSONFields>(
        _ type: Field.Type, _ faults: inout FaultCollector,
        _ take: (Field, inout JSONReader, inout FaultCollector) throws(JSONFault) -> Void
    ) throws(JSONFault) -> Int {
        var object = try open(type)
        while let field = try next(&object) {
            if faults.gathers {
                try faults.gather(keyName(), from: &self) { reader, faults throws(JSONFault) in
                    try take(field, &reader, &faults)
                }
            } else {
                try take(field, &self, &faults)
            }
        }
        return object.scope.offset
    }

    /// Reads the array that comes next: `take` takes each element.
    mutating func elements(
        limit: Int, _ faults: inout FaultCollector,
        _ take: (inout JSONReader, inout FaultCollector) throws(JSONFault) -> Void
    ) throws(JSONFault) {
        var array = try array(limit: limit)
        while try nextElement(&array) {
            if faults.gathers {
                try faults.gather("", from: &self, take)
            } else {
                try take(&self, &faults)
            }
        }
    }
}
