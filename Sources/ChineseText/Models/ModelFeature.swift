/// A feature of a row: an n-gram of one to three symbols of its text, or a field with its value.
///
/// The key of an n-gram holds its symbols in 48 bits. The key of a field with its value is a hash with the highest bit set.
package struct ModelFeature: Hashable, Sendable {
    package let key: UInt64
    /// The n-gram, or `field=value`.
    package let text: String

    /// The longest n-gram.
    static let longest = 3
    private static let fieldBit: UInt64 = 1 << 63

    /// The feature that a model file names; nil when no text can have it.
    package init?(named text: String) {
        let scalars = text.unicodeScalars
        if scalars.contains("=") {
            self.text = text
            key = Self.fieldKey(text)
            return
        }
        guard (1...Self.longest).contains(scalars.count),
            scalars.allSatisfy({ ModelSymbols.isSymbol($0.value) })
        else { return nil }
        self.text = text
        key = scalars.reversed().reduce(0) { $0 << 16 | UInt64($1.value) }
    }

    package var isField: Bool { key & Self.fieldBit != 0 }

    static func isField(_ key: UInt64) -> Bool { key & fieldBit != 0 }

    /// The n-gram that a key stands for.
    static func ngram(_ key: UInt64) -> String {
        var scalars = String.UnicodeScalarView()
        var rest = key
        while rest != 0 {
            if let scalar = Unicode.Scalar(UInt32(rest & 0xFFFF)) { scalars.append(scalar) }
            rest >>= 16
        }
        return String(scalars)
    }

    /// The key of a field with its value, such as `district=…`.
    static func fieldKey(_ name: String) -> UInt64 { Fingerprint(name).value | fieldBit }

    /// The keys of the n-grams of these symbols, in the order of the text.
    @inline(__always)
    static func forEachKey(_ symbols: UnsafeBufferPointer<UInt16>, _ body: (UInt64) -> Void) {
        var before: UInt64 = 0
        var beforeThat: UInt64 = 0
        for index in symbols.indices {
            let now = UInt64(symbols[index])
            body(now)
            if index > 0 { body(before | now << 16) }
            if index > 1 { body(beforeThat | before << 16 | now << 32) }
            beforeThat = before
            before = now
        }
    }
}

/// What a model reads: a text, and fields beside it.
package struct ModelInput: Hashable, Sendable {
    package var text: String
    /// The known fields with their values, as `district=…`.
    package private(set) var fields: [String] = []

    package init(text: String) {
        self.text = text
    }

    /// The fields that a model may know beside the text: those of the place, and the category that the report names.
    package enum Field: String, CaseIterable, Sendable {
        case community, district, hint, subdistrict
        case roadClass = "road_class"
    }

    /// Adds the value of a field. Script, width and marks of the value do not matter.
    package mutating func add(_ field: Field, _ value: String?) {
        guard let value else { return }
        var plain = String.UnicodeScalarView()
        for scalar in value.unicodeScalars {
            let folded = TextFolding.plain(scalar.value)
            guard TextFolding.isLetter(folded), let letter = Unicode.Scalar(folded) else { continue }
            plain.append(letter)
        }
        guard !plain.isEmpty else { return }
        fields.append("\(field.rawValue)=\(String(plain))")
    }
}
