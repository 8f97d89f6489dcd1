/// Finds addresses of e-mail, and names of WeChat and QQ behind the word for them.
struct ContactHandles {
    private let scan: ContactScan
    private let letters: [Unicode.Scalar]

    private init(_ scan: ContactScan) {
        self.scan = scan
        letters = scan.scalars.map(FoldedLetter.of)
    }

    /// Hides the part of an address before the @, and the names of WeChat and QQ.
    static func hide(in scan: inout ContactScan) {
        let handles = ContactHandles(scan)
        if scan.hints.contains(.at) { handles.hideAddresses(in: &scan) }
        if scan.hints.contains(.handle) { handles.hideNames(in: &scan) }
    }

    /// Hides the part before the @ of addresses, except in the place of a user in a web address.
    static func hideAddresses(in scan: inout ContactScan) {
        if scan.hints.contains(.at) { ContactHandles(scan).hideAddresses(in: &scan) }
    }

    // MARK: - E-mail

    private func hideAddresses(in scan: inout ContactScan) {
        for at in letters.indices where letters[at] == "@" {
            var start = at
            while start > 0, isLocal(start - 1) { start -= 1 }
            guard start < at, hasDomain(behind: at) else { continue }
            let isUser = start >= 2 && letters[start - 1] == "/" && letters[start - 2] == "/"
            if !isUser { scan.hide(start..<at) }
        }
    }

    private func isLocal(_ place: Int) -> Bool {
        let kind = scan.marks[place].kind
        return kind == .letter || kind == .digit || Self.localSigns.contains(letters[place])
    }

    private func hasDomain(behind at: Int) -> Bool {
        var place = at + 1
        var dot: Int?
        while place < letters.count {
            if letters[place] == "." || letters[place] == "。" {
                dot = place
            } else if scan.marks[place].kind != .letter, scan.marks[place].kind != .digit, letters[place] != "-" {
                break
            }
            place += 1
            if let dot, dot > at + 1, place - dot > 2, scan.marks[dot + 1].kind == .letter { return true }
        }
        return false
    }

    // MARK: - WeChat and QQ

    private func hideNames(in scan: inout ContactScan) {
        for place in letters.indices {
            for word in Self.words where begins(word.letters, at: place) {
                if word.needsMark, place > 0, scan.marks[place - 1].isDigitOrLetter { continue }
                if let found = name(behind: place + word.letters.count, word) { scan.hide(found) }
            }
        }
    }

    /// The range of the name behind a word.
    private func name(behind word: Int, _ kind: Word) -> Range<Int>? {
        var start = word
        var hasMark = !kind.needsMark
        while start < letters.count, start - word < 4, Self.fillers.contains(letters[start]) {
            if letters[start] != " " { hasMark = true }
            start += 1
        }
        guard hasMark, start < letters.count else { return nil }
        var end = start
        while end < letters.count, scan.marks[end].isDigitOrLetter || letters[end] == "_" || letters[end] == "-" {
            end += 1
        }
        let length = end - start
        let digits = scan.marks[start..<end].count(where: \.isDigit)
        guard (5...20).contains(length), digits == length || !kind.isNumber && scan.marks[start].kind == .letter,
            digits == length || length >= 6
        else { return nil }
        return start..<end
    }

    private func begins(_ word: [Unicode.Scalar], at place: Int) -> Bool {
        place + word.count <= letters.count && letters[place..<place + word.count].elementsEqual(word)
    }

    private struct Word {
        var letters: [Unicode.Scalar]
        /// Only digits follow.
        var isNumber: Bool
        /// A colon or the like must follow, because the letters also begin other names: wx_17637984001234.
        var needsMark: Bool
    }

    private static let words: [Word] = {
        func list(_ text: String, isNumber: Bool = false, needsMark: Bool = false) -> [Word] {
            text.split(separator: " ").map {
                Word(letters: Array($0.unicodeScalars), isNumber: isNumber, needsMark: needsMark)
            }
        }
        return list("微信 薇信 徽信 v信 weixin wechat 加v 加微 +v") + list("wx vx wxid v", needsMark: true)
            + list("qq 扣扣 企鹅", isNumber: true)
    }()
    private static let fillers = Set(" :号號码是为為=(（id".unicodeScalars)
    private static let localSigns = Set("._+-%".unicodeScalars)
}

/// A character in small letters and usual width.
enum FoldedLetter {
    static func of(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        var value = scalar.value
        if (0xFF01...0xFF5E).contains(value) { value -= 0xFEE0 }
        if (0x41...0x5A).contains(value) { value += 0x20 }
        return Unicode.Scalar(value) ?? scalar
    }
}
