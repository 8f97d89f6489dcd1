/// The separators of a number, which distinguish 138 1234 5678 from a list of houses or a date.
struct NumberShape {
    private(set) var parts = 0
    private var first = 0
    private var least = Int.max
    private var most = 0
    private var last = 0
    /// The separator, if it is the same everywhere.
    private var joint: ContactScan.Joint?
    private var isMixed = false

    /// Adds the next group. A group that touches the previous one belongs to the same part, written in another script.
    mutating func take(_ group: ContactScan.Group, isTouching: Bool) {
        if isTouching {
            last += group.places.count
        } else {
            closePart()
            if parts > 0 {
                isMixed = isMixed || joint.map { $0 != group.joint } ?? false
                joint = group.joint
            }
            parts += 1
            last = group.places.count
        }
        if parts == 1 { first = last }
    }

    /// Whether a mobile number is written in this way, without its country code.
    ///
    /// Gaps separate it in any usual way: 3-4-4 and the like, long parts, pairs, single digits. Other marks also
    /// separate lists and decimals, so they count only as 3-4-4, 3-8, 7-4, single digits and the like, with the same
    /// mark everywhere.
    func isMobile(behind prefix: Int) -> Bool {
        guard parts > 1 else { return true }
        guard !isMixed else { return false }
        let first = first - prefix
        let least = min(least, last)
        let most = max(most, last)
        guard joint == .gap else {
            // No list has eleven single digits.
            return parts == PersonalNumber.mobileDigits || (first == 3 || first == 7) && least >= 3
        }
        return switch first {
        case ...0: false
        case 1, 2: most <= 2 && (parts == 6 || parts == PersonalNumber.mobileDigits)
        case 3: true
        default: least >= 3
        }
    }

    /// Whether it is written without separators, or in parts of four digits and a rest.
    var isCard: Bool { parts == 1 || first == 4 && !isMixed && (least == 4 || parts == 2) && last <= 4 && most <= 4 }

    /// Ends a part after the first one.
    private mutating func closePart() {
        guard parts > 1 else { return }
        least = min(least, last)
        most = max(most, last)
    }
}
