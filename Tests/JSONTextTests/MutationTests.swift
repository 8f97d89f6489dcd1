import Foundation
import Testing

import JSONText
import TestSupport

/// The SplitMix64 generator, so that every run has the same mutations.
private struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

@Suite struct MutationTests {
    private static let samples: [[UInt8]] = [
        #"{"schema_version":1,"report_id":"g1-000001","text":"桥面有坑，\"很深\"\u6865\ud83d\ude00","anonymous":false}"#,
        #"{"location":{"lat":30.398,"lon":104.503e0,"given":null},"media":[{"ref":"a/b","sha256":"00ff"},{}],"n":[]}"#,
        #"[0,-1,1.5,2E+3,-0.25e-2,true,false,null,"",[[[]]],{"a":{"b":[1,2]}},"\b\f\n\r\t\/\\ é ß Ω 😀"]"#,
    ].map { Array($0.utf8) }

    private static let interesting =
        Array("{}[]\",:\\u0123456789abcdefDE.+- \n\tntrufalse\u{0}".utf8) + [
            0x80, 0xBF, 0xC0, 0xE0, 0xED, 0xEF, 0xF0, 0xF4, 0xFF, 0x1F,
        ]

    private static func mutate(_ sample: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
        var bytes = sample
        for _ in 0..<Int.random(in: 1...2, using: &random) where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &random)
            let byte = interesting[Int.random(in: 0..<interesting.count, using: &random)]
            switch Int.random(in: 0..<6, using: &random) {
            case 0: bytes[place] = byte
            case 1: bytes.insert(byte, at: place)
            case 2: bytes.remove(at: place)
            case 3: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            case 4: bytes.swapAt(place, Int.random(in: 0..<bytes.count, using: &random))
            default:
                let end = min(bytes.count, place + Int.random(in: 1...12, using: &random))
                bytes.insert(contentsOf: bytes[place..<end], at: place)
            }
        }
        return bytes
    }

    @Test func `reader and tree agree on every mutation, and what is read is written and read the same`() throws {
        var random = SeededGenerator(state: 20_261_122)
        var accepted = 0
        for round in 0..<20_000 {
            let bytes = Self.mutate(Self.samples[round % Self.samples.count], &random)
            let skipped = fault(of: bytes)
            let tree: JSONValue
            do throws(JSONFault) {
                tree = try JSONValue(reading: bytes)
            } catch {
                // Only the tree gives numbers a range.
                #expect(error == skipped || error.code == .outOfRange, "\(bytes)")
                #expect(TextCheck.problems(of: error.problem(in: bytes)).isEmpty, "\(bytes)")
                #expect(error.offset >= 0 && error.offset <= bytes.count)
                continue
            }
            accepted += 1
            #expect(skipped == nil, "\(bytes)")
            #expect(try JSONValue(reading: tree.bytes) == tree, "\(bytes)")
        }
        #expect(accepted > 1_000 && accepted < 19_000, "the mutations hit both sides: \(accepted)")
    }

    @Test
    func `Foundation accepts what the reader accepts, and refuses what the reader refuses, with known exceptions`() {
        var random = SeededGenerator(state: 7)
        for round in 0..<4_000 {
            let bytes = Self.mutate(Self.samples[round % Self.samples.count], &random)
            let found = treeFault(of: bytes)
            let foundation =
                (try? JSONSerialization.jsonObject(with: Data(bytes), options: [.fragmentsAllowed])) != nil
            // Foundation accepts duplicate keys, trailing commas and other encodings on purpose.
            let lenient: Set<JSONFault.Code> = [.duplicateKey, .trailingComma, .badUTF8, .byteOrderMark, .outOfRange]
            if let found, lenient.contains(found.code) { continue }
            if bytes.contains(0) { continue }
            #expect(
                foundation == (found == nil), "\(String(describing: found)) \(String(decoding: bytes, as: UTF8.self))")
        }
    }
}
