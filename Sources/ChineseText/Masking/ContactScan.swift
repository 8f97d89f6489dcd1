/// The characters of a text by class, with its groups of digits and their separators.
struct ContactScan {
    /// How a group of digits is connected with the group before it.
    enum Joint: Equatable {
        /// Not connected.
        case separate
        /// By blanks, dashes and the like, or directly where another script begins.
        case gap
        /// By this mark of lists and decimals, possibly with blanks.
        case point(Unicode.Scalar)
        /// By this other mark, possibly with blanks.
        case sign(Unicode.Scalar)
    }

    /// Adjacent digits of one script. A numeral is a group of its own.
    struct Group {
        var places: Range<Int>
        var joint: Joint
    }

    /// The largest number of characters between two groups of one number, as in " - ".
    private static let reach = 3

    private(set) var scalars: [Unicode.Scalar] = []
    private(set) var marks: [ContactMark] = []
    private(set) var groups: [Group] = []
    private(set) var digitCount = 0
    private(set) var isChanged = false
    /// What the text has a character of.
    let hints: ContactHints

    /// Nil when nothing in the text can be contact data.
    init?(_ text: String) {
        hints = ContactHints(text)
        guard !hints.isEmpty else { return nil }
        let length = text.utf8.count
        marks.reserveCapacity(length)
        scalars.reserveCapacity(length)
        scalars.append(contentsOf: text.unicodeScalars)
        if hints.contains(.direction) { scalars = VisualOrder.of(scalars) }
        let table = ContactMark.table
        for scalar in scalars { marks.append(ContactMark.of(scalar, table)) }
        if hints.contains(.digits) { collectGroups() }
    }

    /// The text with the hidden characters replaced.
    var text: String {
        var result = String.UnicodeScalarView()
        result.append(contentsOf: scalars)
        return String(result)
    }

    /// Replaces one character by a star. Its class stays.
    mutating func hide(_ place: Int) {
        guard scalars[place] != "*" else { return }
        scalars[place] = "*"
        isChanged = true
    }

    mutating func hide(_ places: some Sequence<Int>) {
        for place in places { hide(place) }
    }

    /// The class at a place; `other` outside the text.
    func kind(_ place: Int) -> ContactMark.Kind { marks.indices.contains(place) ? marks[place].kind : .other }

    private mutating func collectGroups() {
        var place = 0
        while place < marks.count {
            guard marks[place].isDigit else {
                place += 1
                continue
            }
            var end = place + 1
            if marks[place].kind == .digit {
                while end < marks.count, marks[end].kind == .digit { end += 1 }
            }
            groups.append(Group(places: place..<end, joint: joint(at: place)))
            digitCount += end - place
            place = end
        }
    }

    /// How the group that begins here is connected with the previous one.
    private func joint(at place: Int) -> Joint {
        guard let last = groups.last?.places.upperBound, place - last <= Self.reach else { return .separate }
        var joint = Joint.gap
        for between in last..<place {
            switch marks[between].kind {
            case .gap: continue
            case .point where joint == .gap: joint = .point(scalars[between])
            case .sign where joint == .gap, .colon where joint == .gap: joint = .sign(scalars[between])
            default: return .separate
            }
        }
        return joint
    }
}

/// What a text has a character of, so that most texts need no search.
struct ContactHints: OptionSet {
    let rawValue: UInt8

    static let digits = ContactHints(rawValue: 1)
    /// The @ of an address of e-mail.
    static let at = ContactHints(rawValue: 2)
    /// A character that every word for WeChat or QQ has one of.
    static let handle = ContactHints(rawValue: 4)
    /// A character that every word before a name has one of.
    static let name = ContactHints(rawValue: 8)
    /// A control character that turns the direction of writing.
    static let direction = ContactHints(rawValue: 16)

    /// The smallest number of digits in anything that is masked by its digits alone.
    private static let fewestDigits = 3

    init(rawValue: UInt8) { self.rawValue = rawValue }

    init(_ text: String) {
        let table = Self.table
        var count = 0
        var found: UInt8 = 0
        for scalar in text.unicodeScalars {
            let hint = scalar.value < 0x10000 ? table[Int(scalar.value)] : Self.beyond(scalar)
            found |= hint
            count += Int(hint & 1)
        }
        rawValue = count < Self.fewestDigits ? found & ~1 : found
    }

    private static func beyond(_ scalar: Unicode.Scalar) -> UInt8 {
        ContactMark.of(scalar, []).isDigit ? digits.rawValue : 0
    }

    private static let table: [UInt8] = {
        var table = ContactMark.table.map { $0.isDigit ? digits.rawValue : 0 }
        func set(_ characters: String, _ hint: ContactHints) {
            for scalar in characters.unicodeScalars { table[Int(scalar.value)] |= hint.rawValue }
        }
        set("@＠", .at)
        set("微薇徽qQvVwWｑＱｖＶｗＷ扣企", .handle)
        set("叫姓联聯料", .name)
        set("\u{202D}\u{202E}", .direction)
        return table
    }()
}

/// Puts characters that a control character turns round into the order in which people see them.
enum VisualOrder {
    static func of(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
        var seen: [Unicode.Scalar] = []
        var turned: [Unicode.Scalar]?
        for scalar in scalars {
            switch scalar.value {
            case 0x202E: turned = turned ?? []
            case 0x202C, 0x202D, 0x0A, 0x2029:
                seen += (turned ?? []).reversed()
                turned = nil
                if scalar.value != 0x202C, scalar.value != 0x202D { seen.append(scalar) }
            default:
                if turned == nil { seen.append(scalar) } else { turned?.append(scalar) }
            }
        }
        return seen + (turned ?? []).reversed()
    }
}
