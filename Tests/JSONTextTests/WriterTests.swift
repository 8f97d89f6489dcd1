import Testing

import JSONText

@Suite struct WriterTests {
    private func text(_ body: (inout JSONWriter) -> Void) -> String {
        String(decoding: JSONWriter.bytes(body), as: UTF8.self)
    }

    @Test func `commas are set by the writer`() {
        let written = text { writer in
            writer.beginObject()
            writer.field("a", 1)
            writer.object("b") { $0.field("c", true) }
            writer.array("d", [1, 2]) { $0.int($1) }
            writer.field("e", ["x", "y"])
            writer.object("f") { _ in }
            writer.array("g", [[Int]](), { _, _ in })
            writer.field("h", raw: Array("[1, 2]".utf8))
            writer.field("i", nil as String?)
            writer.key("名")
            writer.double(-0.5)
            writer.endObject()
        }
        #expect(
            written
                == #"{"a":1,"b":{"c":true},"d":[1,2],"e":["x","y"],"f":{},"g":[],"h":[1, 2],"i":null,"名":-0.5}"#)
    }

    @Test func `only what JSON requires is escaped`() {
        #expect(
            text { $0.string("\"\\/\u{8}\u{C}\n\r\t\u{0}\u{1F}\u{7F}桥😀\u{2028}") }
                == "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0000\\u001f\u{7F}桥😀\u{2028}\"")
    }

    @Test func `a special character is found at every place of a string`() throws {
        for length in 0..<40 {
            for place in 0...length {
                let string =
                    String(repeating: "x", count: place) + "\n" + String(repeating: "桥", count: length - place)
                let bytes = JSONWriter.bytes { $0.string(string) }
                #expect(try JSONValue(reading: bytes) == .string(string))
            }
        }
    }

    @Test func `a text of escapes only makes the buffer grow safely`() throws {
        let string = String(repeating: "\u{1}", count: 10_000)
        #expect(try JSONValue(reading: JSONWriter.bytes { $0.string(string) }) == .string(string))
    }

    @Test func `a number with few decimals has the shortest text that reads back`() {
        var random = SystemRandomNumberGenerator()
        var numbers: [Double] = [
            0, -0.0, 0.001, 0.000999, 1e-4, 0.1 + 0.2, 5, -5, 12.5, 999_999_999.999999, 1_000_000_000.5,
            9_007_199_254.740993,
            123_456_789_012, 1e15, 1e16, 0.1234567, 104.545499999, -179.999999, 90,
        ]
        for _ in 0..<5_000 {
            let whole = Double(Int64.random(in: -2_000_000_000...2_000_000_000, using: &random))
            numbers.append(whole / [1, 10, 1_000, 1_000_000, 10_000_000].randomElement(using: &random)!)
            numbers.append(Double.random(in: -180...180, using: &random))
        }
        for number in numbers { #expect(text { $0.double(number) } == number.description) }
    }

    @Test func `ids are written in parts`() {
        #expect(text { $0.string("a\"b", slash: "桥", slash: -12) } == #""a\"b/桥/-12""#)
        #expect(text { $0.string("c", slash: 7) } == #""c/7""#)
    }

    @Test(
        arguments: [0, 9, 10, 99, 100, -1, .max, .min, 1_000_000_000_000_000_000, 999_999_999_999_999_999] as [Int64])
    func `whole numbers are written in full`(_ number: Int64) {
        #expect(text { $0.int(number) } == "\(number)")
    }

    @Test(arguments: [
        0.1, 104.55123456789012, -0.0, 1e-7, 1e16, .leastNonzeroMagnitude, 1.7976931348623157e308, 30.4, 100,
    ])
    func `a double reads back as the same bits`(_ number: Double) throws {
        let bytes = JSONWriter.bytes { $0.double(number) }
        let read = try JSONReader.read(bytes) { reader throws(JSONFault) in try reader.double() }
        #expect(read.bitPattern == number.bitPattern)
    }

    @Test func `numbers that JSON does not have are written as null`() {
        #expect(text { $0.double(.infinity) } == "null")
        #expect(text { $0.double(.nan) } == "null")
    }

    @Test func `a writer that is reused has nothing of what it wrote before`() {
        var writer = JSONWriter(capacity: 1)
        for round in 0..<3 {
            writer.reset()
            writer.beginArray()
            writer.string(String(repeating: "长", count: round * 100))
            writer.int(round)
            writer.endArray()
            #expect(writer.bytes == Array("[\"\(String(repeating: "长", count: round * 100))\",\(round)]".utf8))
            #expect(writer.withBytes { $0.count } == writer.count)
        }
    }

    @Test func `a tree keeps order, kinds and values through writing and reading`() throws {
        let tree: JSONValue = [
            "z": 1, "a": [nil, true, -2.5, "桥\n", [:], []], "n": ["lat": 30.4, "max": .int(.max)],
        ]
        let expected = #"{"z":1,"a":[null,true,-2.5,"桥\n",{},[]],"n":{"lat":30.4,"max":9223372036854775807}}"#
        #expect(String(decoding: tree.bytes, as: UTF8.self) == expected)
        #expect(try JSONValue(reading: tree.bytes) == tree)
        #expect(tree["n"]?["lat"]?.double == 30.4)
        #expect(tree["a"]?[3]?.string == "桥\n")
        #expect(tree["a"]?[0] == .null)
        #expect(tree["q"] == nil)
    }

    @Test func `layout for people has two spaces a level and changes no value`() throws {
        let json = Array(#" {"a":[1,{"b":"{,\"]\\"}, [] ] ,"c":{ },"d":1.50}"#.utf8)
        let expected = #"""
            {
              "a": [
                1,
                {
                  "b": "{,\"]\\"
                },
                []
              ],
              "c": {},
              "d": 1.50
            }

            """#
        #expect(String(decoding: try JSONLayout.pretty(checking: json), as: UTF8.self) == expected)
        #expect(throws: JSONFault.self) { try JSONLayout.pretty(checking: Array("[1,]".utf8)) }
    }
}
