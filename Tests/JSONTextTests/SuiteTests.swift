import Foundation
import TestSupport
import Testing

import JSONText

/// The JSON test suite of Nicolas Seriot (MIT), if it is beside the package in `shared/data`.
private enum ParsingSuite {
    static let folder: URL? = {
        let folder = URL(filePath: Repository.path("../shared/data/json-test-suite/test_parsing"))
        return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
    }()

    static func files(_ prefix: String) throws -> [(name: String, bytes: [UInt8])] {
        guard let folder else { return [] }
        return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.lastPathComponent.hasPrefix(prefix) }
            .map { ($0.lastPathComponent, Array(try Data(contentsOf: $0))) }
    }
}

@Suite(
    .enabled(
        if: ParsingSuite.folder != nil,
        "the JSON test suite is missing: put it at ../shared/data/json-test-suite beside the package")
)
struct SuiteTests {
    @Test func `every text that must be accepted is accepted, except two with a key twice`() throws {
        let files = try ParsingSuite.files("y_")
        #expect(files.count > 90)
        let twice: Set = ["y_object_duplicated_key.json", "y_object_duplicated_key_and_value.json"]
        for file in files {
            let expected: JSONFault.Code? = twice.contains(file.name) ? .duplicateKey : nil
            #expect(fault(of: file.bytes)?.code == expected, "\(file.name)")
            #expect(treeFault(of: file.bytes)?.code == expected, "\(file.name)")
        }
    }

    @Test func `every text that must be refused is refused`() throws {
        let files = try ParsingSuite.files("n_")
        #expect(files.count > 180)
        for file in files {
            let found = fault(of: file.bytes)
            #expect(found != nil, "\(file.name)")
            #expect(treeFault(of: file.bytes) != nil, "\(file.name)")
            #expect(found.map { TextCheck.problems(of: $0.problem(in: file.bytes)) } == [])
        }
    }

    @Test func `texts that are left to the reader are strict here`() throws {
        let accepted = try ParsingSuite.files("i_").filter { fault(of: $0.bytes) == nil }.map(\.name).sorted()
        #expect(
            accepted == [
                "i_number_double_huge_neg_exp.json", "i_number_huge_exp.json", "i_number_neg_int_huge_exp.json",
                "i_number_pos_double_huge_exp.json", "i_number_real_neg_overflow.json",
                "i_number_real_pos_overflow.json", "i_number_real_underflow.json", "i_number_too_big_neg_int.json",
                "i_number_too_big_pos_int.json", "i_number_very_big_negative_int.json",
            ], "numbers of any size may be skipped; bad Unicode, marks and depth are refused")
    }
}
