import Testing

import JSONText
import Wording

/// A document that is refused: the code, the byte and the path of that byte.
struct RefusedText: CustomTestStringConvertible, Sendable {
    let bytes: [UInt8]
    let code: JSONFault.Code
    let offset: Int
    let path: String

    init(_ text: String, _ code: JSONFault.Code, at offset: Int, _ path: String = "") {
        self.init(bytes: Array(text.utf8), code, at: offset, path)
    }

    init(bytes: [UInt8], _ code: JSONFault.Code, at offset: Int, _ path: String = "") {
        self.bytes = bytes
        self.code = code
        self.offset = offset
        self.path = path
    }

    var testDescription: String { "\(code.rawValue): \(String(decoding: bytes.prefix(60), as: UTF8.self))" }
}

/// The fault of a document, or `nil` when it is valid.
func fault(of bytes: [UInt8]) -> JSONFault? {
    do throws(JSONFault) {
        try JSONReader.read(bytes) { reader throws(JSONFault) in try reader.skipValue() }
        return nil
    } catch {
        return error
    }
}

/// The fault that the tree reader throws, or `nil`.
func treeFault(of bytes: [UInt8]) -> JSONFault? {
    do throws(JSONFault) {
        _ = try JSONValue(reading: bytes)
        return nil
    } catch {
        return error
    }
}

@Suite struct ReaderFaultTests {
    static let grammar: [RefusedText] = [
        RefusedText("", .empty, at: 0),
        RefusedText(" \n\t", .empty, at: 0),
        RefusedText("\u{FEFF}{}", .byteOrderMark, at: 0),
        RefusedText("{} {}", .trailingBytes, at: 3),
        RefusedText("1 2", .trailingBytes, at: 2),
        RefusedText(#"{"a":1,}"#, .trailingComma, at: 7),
        RefusedText(#"{"a":[1,2,]}"#, .trailingComma, at: 10, "a[2]"),
        RefusedText(#"{"a":{"b":1 "c":2}}"#, .unexpectedByte, at: 12, "a.b"),
        RefusedText(#"{"a" 1}"#, .unexpectedByte, at: 5, "a"),
        RefusedText(#"{a:1}"#, .unexpectedByte, at: 1),
        RefusedText(#"{"a":'x'}"#, .unexpectedByte, at: 5, "a"),
        RefusedText(#"{"a":nope}"#, .unexpectedByte, at: 5, "a"),
        RefusedText(#"{"a":tru}"#, .unexpectedByte, at: 5, "a"),
        RefusedText(#"{"a":NaN}"#, .unexpectedByte, at: 5, "a"),
        RefusedText(#"[1,,2]"#, .unexpectedByte, at: 3, "[1]"),
        RefusedText(#"{"a":[1,{"b":"#, .unexpectedEnd, at: 13, "a[1].b"),
        RefusedText(#"{"a":"x"#, .unexpectedEnd, at: 7, "a"),
        RefusedText(#"{"#, .unexpectedEnd, at: 1),
        RefusedText(#"[1"#, .unexpectedEnd, at: 2, "[0]"),
        RefusedText(#"{"a":"x\"#, .unexpectedEnd, at: 8, "a"),
    ]

    static let strings: [RefusedText] = [
        RefusedText("{\"a\":\"long enough text\nx\"}", .controlCharacter, at: 22, "a"),
        RefusedText("[\"\u{1}\"]", .controlCharacter, at: 2, "[0]"),
        RefusedText(#"{"a":"\x"}"#, .badEscape, at: 6, "a"),
        RefusedText(#"{"a":"\u12g4"}"#, .badEscape, at: 6, "a"),
        RefusedText(#"{"a":"\ug000"}"#, .badEscape, at: 6, "a"),
        RefusedText(#"{"a":"ok \ud800 no"}"#, .badEscape, at: 9, "a"),
        RefusedText(#"{"a":"\ud800\u0041"}"#, .badEscape, at: 6, "a"),
        RefusedText(#"{"a":"\udc00"}"#, .badEscape, at: 6, "a"),
        RefusedText(bytes: [0x5B, 0x22, 0xC0, 0x80, 0x22, 0x5D], .badUTF8, at: 2, "[0]"),
        RefusedText(bytes: [0x5B, 0x22, 0xE0, 0x80, 0x80, 0x22, 0x5D], .badUTF8, at: 2, "[0]"),
        RefusedText(bytes: [0x5B, 0x22, 0xED, 0xA0, 0x80, 0x22, 0x5D], .badUTF8, at: 2, "[0]"),
        RefusedText(bytes: [0x5B, 0x22, 0xF0, 0x80, 0x80, 0x80, 0x22, 0x5D], .badUTF8, at: 2, "[0]"),
        RefusedText(bytes: [0x5B, 0x22, 0xF4, 0x90, 0x80, 0x80, 0x22, 0x5D], .badUTF8, at: 2, "[0]"),
        RefusedText(bytes: [0x5B, 0x22, 0x61, 0xE8, 0xBD, 0x22, 0x5D], .badUTF8, at: 3, "[0]"),
        RefusedText(bytes: [0x5B, 0x22, 0x80, 0x22, 0x5D], .badUTF8, at: 2, "[0]"),
        RefusedText(bytes: [0x7B, 0x22, 0xFF, 0x22, 0x3A, 0x31, 0x7D], .badUTF8, at: 2, "[\"\u{FFFD}\"]"),
    ]

    static let numbers: [RefusedText] = [
        RefusedText(#"{"a":01}"#, .badNumber, at: 5, "a"),
        RefusedText(#"{"a":-}"#, .badNumber, at: 5, "a"),
        RefusedText(#"{"a":1.}"#, .badNumber, at: 5, "a"),
        RefusedText(#"{"a":1e}"#, .badNumber, at: 5, "a"),
        RefusedText(#"{"a":+1}"#, .unexpectedByte, at: 5, "a"),
        RefusedText(#"{"a":.5}"#, .unexpectedByte, at: 5, "a"),
        RefusedText(#"{"a":0x1}"#, .unexpectedByte, at: 6, "a"),
        RefusedText(#"-"#, .unexpectedEnd, at: 1),
    ]

    static let policy: [RefusedText] = [
        RefusedText(#"{"a":1,"b":2,"a":3}"#, .duplicateKey, at: 13, "a"),
        RefusedText(#"{"x":[{"b":{"c":1,"c":2}}]}"#, .duplicateKey, at: 18, "x[0].b.c"),
        RefusedText(#"{"key":1,"k\u0065y":2}"#, .duplicateKey, at: 9, #"["k\u0065y"]"#),
        RefusedText(#"{"":1,"":2}"#, .duplicateKey, at: 6, #"[""]"#),
        RefusedText(
            #"{"a key of more than 16 bytes":1,"a key of more than 16 bytes":2}"#, .duplicateKey, at: 33,
            #"["a key of more than 16 bytes"]"#),
        RefusedText(String(repeating: "[", count: 65), .tooDeep, at: 64, String(repeating: "[0]", count: 64)),
    ]

    @Test(arguments: grammar + strings + numbers + policy)
    func `a bad document is refused with its code, byte and path`(_ text: RefusedText) throws {
        let found = try #require(fault(of: text.bytes))
        #expect(found.code == text.code)
        #expect(found.offset == text.offset)
        #expect(found.path(in: text.bytes) == text.path)
        #expect(treeFault(of: text.bytes) == found, "the tree reader finds the same")
    }

    @Test(arguments: [20, 32, 33, 40, 500])
    func `a key that stands twice is found in an object of any size`(_ count: Int) throws {
        var members = (0..<count).map { "\"a rather long name number \($0)\":\($0)" }
        #expect(fault(of: Array("{\(members.joined(separator: ","))}".utf8)) == nil)
        let twice = "\"a rather long name number \(count / 2)\":0"
        members.append(twice)
        let text = "{\(members.joined(separator: ","))}"
        let found = try #require(fault(of: Array(text.utf8)))
        #expect(found.code == .duplicateKey)
        #expect(found.offset == text.utf8.count - 1 - twice.utf8.count)
    }

    @Test func `the same key in neighbouring and nested objects is no duplicate`() {
        let text = #"{"a":{"a":1,"b":{"a":2}},"b":[{"a":1},{"a":2}],"ab":0,"A":0,"\u0061b2":0,"ab3":0}"#
        #expect(fault(of: Array(text.utf8)) == nil)
    }

    @Test func `objects and arrays may nest exactly as deep as the limit`() {
        let text = String(repeating: "[", count: 64) + String(repeating: "]", count: 64)
        #expect(fault(of: Array(text.utf8)) == nil)
    }

    @Test func `a sentence names the place and the kind but never the value`() throws {
        let text = Array(#"{"reporter":{"phone":"139-secret","lat":"x"}}"#.utf8)
        let offset = 21
        let sentence = JSONFault(.wrongType, at: offset, .number).sentence(in: text)
        #expect(sentence.en == "reporter.phone (byte 21): expected a number, found a string")
        #expect(sentence.zh == "reporter.phone（字节偏移 21）：应为：数字；实际：字符串")
        for code in JSONFault.Code.allCases {
            let sentence = JSONFault(code, at: offset, .value).sentence(in: text)
            for language in Language.allCases { #expect(!sentence[language].contains("secret"), "\(code)") }
        }
    }

    @Test func `raw names of faults are kebab-case and never change`() {
        let names = JSONFault.Code.allCases.map(\.rawValue)
        #expect(
            names == [
                "empty", "byte-order-mark", "bad-utf8", "unexpected-byte", "unexpected-end", "trailing-comma",
                "trailing-bytes", "control-character", "bad-escape", "bad-number", "duplicate-key", "too-deep",
                "wrong-type", "out-of-range", "missing-field", "unknown-field", "unknown-value", "bad-form", "too-long",
                "too-short", "too-many", "unsupported-version", "contradiction",
            ])
    }
}
