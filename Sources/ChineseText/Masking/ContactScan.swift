/// The characters of a text by class, with its groups of digits and their separators.
struct ContactScan {
    /// How a group of digits is connected with the group before it.
    enum Joint: Equatable {
        /// Not connected.
        case separate
        /// By blanks, dashes and the like, or directly where another script begins.
        case gap
        /// By this mark, possibly with blanks.
        case point(Unicode.Scalar)
    }

    /// Adjacent digits of one script. A Chinese numeral is a group of its own.
    struct Group {
        var places: Range<Int>
        var joint: Joint
    }

    /// The largest number of characters between two groups of one number, as in " - ".
    private static let reach = 3
    /// The smallest number of digits in anything that is masked.
    private static let fewestDigits = 3

    private(set) var scalars: [Unicode.Scalar] = []
    let marks: [ContactMark]
    private(set) var groups: [Group] = []
    private(set) var digitCount = 0
    private(set) var isChanged = false

    /// Nil when the text has too few digits for contact data.
    init?(_ text: String) {
        let table = ContactMark.table
        guard Self.hasDigits(text, table) else { return nil }
        var marks: [ContactMark] = []
        let length = text.utf8.count
        marks.reserveCapacity(length)
        scalars.reserveCapacity(length)
        for scalar in text.unicodeScalars {
            scalars.append(scalar)
            marks.append(scalar.value < 0x10000 ? table[Int(scalar.value)] : ContactMark(.other))
        }
        self.marks = marks
        collectGroups()
    }

    /// The text with the hidden characters replaced.
    var text: String {
        var result = String.UnicodeScalarView()
        result.append(contentsOf: scalars)
        return String(result)
    }

    /// Replaces one character by a star. Its class stays.
    mutating func hide(_ place: Int) {
        scalars[place] = "*"
        isChanged = true
    }

    mutating func hide(_ places: Range<Int>) {
        for place in places { hide(place) }
    }

    private static func hasDigits(_ text: String, _ table: [ContactMark]) -> Bool {
        var count = 0
        for scalar in text.unicodeScalars where scalar.value < 0x10000 && table[Int(scalar.value)].isDigit {
            count += 1
            if count == fewestDigits { return true }
        }
        return false
    }

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
            default: return .separate
            }
        }
        return joint
    }
}
