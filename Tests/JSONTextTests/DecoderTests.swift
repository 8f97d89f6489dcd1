import Testing

import JSONText
import Wording

private enum SpotField: String, JSONFields {
    case lat, lon, name
    case roadClass = "road_class"
    case media
    case unknown = "?"
    static let keys = JSONKeys<SpotField>(required: [.lat, .lon])
}

private enum RoadClass: String, CaseIterable, Sendable {
    case urban, national
    case veryLong = "a-class-with-a-very-long-name"
    static let names = JSONNames<RoadClass>()
}

/// A small decoder, written like the codecs of messages.
private struct Spot: Equatable {
    var lat = 0.0
    var lon = 0.0
    var name: String?
    var roadClass: RoadClass?
    var media: [Int] = []
    var ext: [String: [UInt8]] = [:]

    init(_ reader: inout JSONReader) throws(JSONFault) {
        var object = try reader.object(SpotField.self)
        while let field = try reader.nextField(&object) {
            switch field {
            case .lat: lat = try reader.double(in: -90...90)
            case .lon: lon = try reader.double(in: -180...180)
            case .name: name = try reader.string(limit: 4)
            case .roadClass: roadClass = try reader.value(of: RoadClass.names)
            case .media:
                var array = try reader.array(limit: 2)
                while try reader.nextElement(&array) { media.append(try reader.int(in: 1...9)) }
            case .unknown:
                ext[reader.keyName()] = try reader.rawValue()
            }
        }
        if name == "none" { throw object.missing(.name) }
    }

    init(_ text: String) throws(JSONFault) {
        self = try JSONReader.read(Array(text.utf8)) { reader throws(JSONFault) in try Spot(&reader) }
    }
}

@Suite struct DecoderTests {
    static let refused: [RefusedText] = [
        RefusedText(#"{"lat":1}"#, .missingField, at: 0, "lon"),
        RefusedText(#"{"lat":1,"lon":null}"#, .missingField, at: 0, "lon"),
        RefusedText(#"{"lat":1,"lon":2,"lat":1}"#, .duplicateKey, at: 17, "lat"),
        RefusedText(#"{"lat":1,"lon":2,"l\u0061t":1}"#, .duplicateKey, at: 17, #"["l\u0061t"]"#),
        RefusedText(#"{"lat":1,"lon":2,"name":null,"name":null}"#, .duplicateKey, at: 29, "name"),
        RefusedText(#"{"lat":1,"lon":2,"x":1,"x":2}"#, .duplicateKey, at: 23, "x"),
        RefusedText(#"{"lat":1,"lon":2,"x":null,"x":null}"#, .duplicateKey, at: 26, "x"),
        RefusedText(#"{"lat":"1","lon":2}"#, .wrongType, at: 7, "lat"),
        RefusedText(#"{"lat":91,"lon":2}"#, .outOfRange, at: 7, "lat"),
        RefusedText(#"{"lat":1e999,"lon":2}"#, .outOfRange, at: 7, "lat"),
        RefusedText(#"{"lat":1,"lon":2,"name":"12345"}"#, .tooLong, at: 24, "name"),
        RefusedText(#"{"lat":1,"lon":2,"name":7}"#, .wrongType, at: 24, "name"),
        RefusedText(#"{"lat":1,"lon":2,"name":"none"}"#, .missingField, at: 0, "name"),
        RefusedText(#"{"lat":1,"lon":2,"road_class":"rural"}"#, .unknownValue, at: 30, "road_class"),
        RefusedText(#"{"lat":1,"lon":2,"media":[1,2,3]}"#, .tooMany, at: 25, "media"),
        RefusedText(#"{"lat":1,"lon":2,"media":[1,10]}"#, .outOfRange, at: 28, "media[1]"),
        RefusedText(#"{"lat":1,"lon":2,"media":[1,1.0]}"#, .wrongType, at: 28, "media[1]"),
        RefusedText(#"{"lat":1,"lon":2,"media":[null]}"#, .wrongType, at: 26, "media[0]"),
        RefusedText(#"[]"#, .wrongType, at: 0),
    ]

    @Test(arguments: refused)
    func `a decoder refuses with code, byte and path`(_ text: RefusedText) throws {
        let found = #expect(throws: JSONFault.self) {
            try JSONReader.read(text.bytes) { reader throws(JSONFault) in _ = try Spot(&reader) }
        }
        let fault = try #require(found)
        #expect(fault.code == text.code)
        #expect(fault.offset == text.offset)
        #expect(fault.path(in: text.bytes) == text.path)
    }

    @Test func `fields come in any order, null is absent, and unknown fields keep their bytes`() throws {
        let spot = try Spot(
            #" { "ext_b" : {"k": [1, 2 ]} , "n\u0061me":"桥\ud83d\ude00\n", "lon":104.55, "road_class":"a-class-with-a-very-long-name","#
                + #" "media":[ 1 ,9 ],"lat":-3e1,"?":"\"", "gone":null } "#)
        #expect(spot.lat == -30)
        #expect(spot.lon == 104.55)
        #expect(spot.name == "桥😀\n")
        #expect(spot.roadClass == .veryLong)
        #expect(spot.media == [1, 9])
        #expect(spot.ext == ["ext_b": Array(#"{"k": [1, 2 ]}"#.utf8), "?": Array(#""\"""#.utf8)])
        #expect(try Spot(#"{"lat":0,"lon":0,"name":null}"#).name == nil)
    }

    @Test func `a limit counts characters, not bytes`() throws {
        #expect(try Spot(#"{"lat":1,"lon":2,"name":"车道受阻"}"#).name == "车道受阻")
    }

    @Test func `a missing field and an unknown value are explained with what would be right`() {
        let text = Array(#"{"place":{"lat":1},"road_class":"rural 139"}"#.utf8)
        #expect(
            JSONFault.missing("lon", at: 9).sentence(in: text)
                == LocalText(
                    zh: "place.lon（字节偏移 9）：缺少必填字段（null 视为缺少）；请补上",
                    en: "place.lon (byte 9): the required field is missing (null counts as missing); add it"))
        #expect(
            JSONFault(.unknownValue, at: 32, .oneOf(["urban", "national"])).sentence(in: text)
                == LocalText(
                    zh: "road_class（字节偏移 32）：应为：urban、national 之一；实际：另一个字符串",
                    en: "road_class (byte 32): expected one of urban, national, found another string"))
    }

    @Test(
        arguments: [
            ("0", 0), ("-0", 0), ("9223372036854775807", Int64.max), ("-9223372036854775808", Int64.min),
            ("1000000000000000000", 1_000_000_000_000_000_000),
        ] as [(String, Int64)])
    func `whole numbers are read exactly to the ends of Int64`(_ text: String, _ number: Int64) throws {
        let read = try JSONReader.read(Array(text.utf8)) { reader throws(JSONFault) in try reader.int64() }
        #expect(read == number)
    }

    @Test(arguments: [
        "9223372036854775808", "-9223372036854775809", "18446744073709551616", "99999999999999999999999999",
    ])
    func `a whole number beyond Int64 is out of range, never wrapped`(_ text: String) {
        #expect(throws: JSONFault(.outOfRange, at: 0, .int64)) {
            try JSONReader.read(Array(text.utf8)) { reader throws(JSONFault) in try reader.int64() }
        }
    }

    @Test(arguments: [
        "0.1", "104.55123456789012", "30.4", "-0.0", "1e22", "1e23", "123456789012345678901234567890", "5e-324",
        "1e-400",
        "2.2250738585072014e-308", "9007199254740993", "0.000001", "1.7976931348623157e308", "3.0E+2",
        "0.3000000000000000444089209850062616169452667236328125",
    ])
    func `a double is the nearest one, as the standard library reads it`(_ text: String) throws {
        let read = try JSONReader.read(Array(text.utf8)) { reader throws(JSONFault) in try reader.double() }
        #expect(read.bitPattern == Double(text)?.bitPattern)
    }

    @Test func `bytes of a string come with escapes decoded`() throws {
        for text in [#""a桥b""#, #""\u0061\u6865b""#, #""\u0061桥\u0062""#] {
            let bytes = try JSONReader.read(Array(text.utf8)) { reader throws(JSONFault) in
                try reader.withString { span throws(JSONFault) in span.indices.map { span[$0] } }
            }
            #expect(bytes == Array("a桥b".utf8))
        }
    }

    @Test func `more than eight names of one length and start are distinct`() throws {
        let names = JSONNames((0..<30).map { "same-start-\($0 + 10)-and-end" }, name: { $0 })
        for index in 0..<30 {
            let text = Array("\"same-start-\(index + 10)-and-end\"".utf8)
            let value = try JSONReader.read(text) { reader throws(JSONFault) in try reader.value(of: names) }
            #expect(value == "same-start-\(index + 10)-and-end")
        }
    }
}
