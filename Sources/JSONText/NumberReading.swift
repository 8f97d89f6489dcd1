/// A number in the document, by the grammar of RFC 8259.
struct NumberToken {
    var start: Int
    var end = 0
    var isNegative = false
    /// No fraction and no exponent.
    var isWhole = true
    /// The digits as one number, if they fit, and the power of ten to multiply them by.
    var digits: UInt64 = 0
    var digitsFit = true
    var exponent = 0
}

extension JSONReader {
    /// Reads a whole number written without fraction or exponent.
    ///
    /// - Throws: `wrongType` for anything else, `outOfRange` for one that is not an `Int64`.
    package mutating func int64() throws(JSONFault) -> Int64 {
        let start = position
        guard start < end, base[start] == UInt8(ascii: "-") || base[start] &- 0x30 <= 9 else {
            throw mismatch(.wholeNumber)
        }
        let number = try numberToken()
        guard number.isWhole else {
            throw JSONFault(.wrongType, at: start, .wholeNumberWithoutFraction)
        }
        let limit = number.isNegative ? UInt64(1) << 63 : UInt64(Int64.max)
        guard number.digitsFit, number.digits <= limit else {
            throw JSONFault(.outOfRange, at: start, .int64)
        }
        return Int64(truncatingIfNeeded: number.isNegative ? 0 &- number.digits : number.digits)
    }

    /// Reads a whole number in `range`.
    ///
    /// - Throws: What `int64` throws; `outOfRange` for a number outside `range`.
    package mutating func int(in range: ClosedRange<Int> = Int.min...Int.max) throws(JSONFault) -> Int {
        let start = position
        let number = Int(try int64())
        guard range.contains(number) else {
            throw JSONFault(.outOfRange, at: start, .wholeNumberIn(range))
        }
        return number
    }

    /// Reads a number, rounded to the nearest `Double`.
    ///
    /// - Throws: `wrongType` for anything else, `outOfRange` for one beyond the largest `Double`.
    package mutating func double() throws(JSONFault) -> Double {
        guard position < end, base[position] == UInt8(ascii: "-") || base[position] &- 0x30 <= 9 else {
            throw mismatch(.number)
        }
        return try double(of: try numberToken())
    }

    /// Reads a number in `range`.
    ///
    /// - Throws: What `double` throws; `outOfRange` for a number outside `range`.
    package mutating func double(in range: ClosedRange<Double>) throws(JSONFault) -> Double {
        let start = position
        let number = try double()
        guard range.contains(number) else {
            throw JSONFault(.outOfRange, at: start, .numberIn(range))
        }
        return number
    }

    /// The value of a number: one multiplication or division where digits and power of ten are exact in a `Double`, else
    /// the standard library's.
    func double(of number: NumberToken) throws(JSONFault) -> Double {
        let exact = Self.exactPowers
        if number.digitsFit, number.digits <= 1 << 53, number.exponent.magnitude < exact.count {
            let digits = number.isNegative ? -Double(number.digits) : Double(number.digits)
            let power = exact[Int(number.exponent.magnitude)]
            return number.exponent < 0 ? digits / power : digits * power
        }
        let text = String(
            decoding: UnsafeBufferPointer(start: base + number.start, count: number.end - number.start), as: UTF8.self)
        guard let value = Double(text), value.isFinite else {
            throw JSONFault(.outOfRange, at: number.start, .double)
        }
        return value
    }

    /// Powers of ten that a `Double` holds exactly.
    private static let exactPowers: [Double] = [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20,
        1e21, 1e22,
    ]

    /// Reads the number whose first byte comes next.
    mutating func numberToken() throws(JSONFault) -> NumberToken {
        var number = NumberToken(start: position)
        var at = position
        if base[at] == UInt8(ascii: "-") {
            number.isNegative = true
            at += 1
        }
        let whole = at
        try takeDigits(&at, of: &number)
        if base[whole] == UInt8(ascii: "0"), at > whole + 1 {
            throw JSONFault(.badNumber, at: number.start, .syntax(.noLeadingZero))
        }
        if at < end, base[at] == UInt8(ascii: ".") {
            number.isWhole = false
            at += 1
            let fraction = at
            try takeDigits(&at, of: &number)
            number.exponent = fraction - at
        }
        if at < end, base[at] | 0x20 == UInt8(ascii: "e") {
            number.isWhole = false
            number.exponent += try exponent(&at, of: number)
        }
        number.end = at
        position = at
        return number
    }

    /// Reads one digit or more.
    @inline(__always)
    private func takeDigits(_ at: inout Int, of number: inout NumberToken) throws(JSONFault) {
        let first = at
        while at < end {
            let digit = base[at] &- 0x30
            guard digit <= 9 else { break }
            if number.digits < 1_000_000_000_000_000_000 {
                number.digits = number.digits &* 10 &+ UInt64(digit)
            } else {
                let (tens, isTooBig) = number.digits.multipliedReportingOverflow(by: 10)
                let (sum, isOver) = tens.addingReportingOverflow(UInt64(digit))
                number.digits = sum
                if isTooBig || isOver { number.digitsFit = false }
            }
            at += 1
        }
        guard at > first else {
            throw at < end
                ? JSONFault(.badNumber, at: number.start, .syntax(.digitAfterSign))
                : JSONFault(.unexpectedEnd, at: end, .syntax(.digit))
        }
    }

    /// Reads the exponent whose `e` is at `at`, cut at a million: the standard library then decides the value.
    private func exponent(_ at: inout Int, of number: NumberToken) throws(JSONFault) -> Int {
        at += 1
        var isNegative = false
        if at < end, base[at] == UInt8(ascii: "-") || base[at] == UInt8(ascii: "+") {
            isNegative = base[at] == UInt8(ascii: "-")
            at += 1
        }
        var digits = NumberToken(start: number.start)
        try takeDigits(&at, of: &digits)
        let value = digits.digitsFit ? Int(min(digits.digits, 1_000_000)) : 1_000_000
        return isNegative ? -value : value
    }
}
