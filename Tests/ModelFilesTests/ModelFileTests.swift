import ChineseText
import ModelFiles
import Testing
import Wording

/// Model files: what is written is read again, and a file that is cut, changed or wrong is refused with the reason.
struct ModelFileTests {
    private let model: LinearModel = {
        let words = ["路灯不亮", "垃圾成堆"]
        let rows = TrainingRows(
            rows: (0..<120).map { TrainingRow(input: ModelInput(text: words[$0 % 2] + "，请处理"), label: $0 % 2) },
            labels: ["灯", "环卫"], codes: ["street-lighting", "sanitation"])
        var card = ModelCard(
            name: "test", source: "made up", rows: 120, leastReporters: 5,
            rowsPerLabel: [ModelCard.Count(label: "灯", rows: 60), ModelCard.Count(label: "环卫", rows: 60)],
            notFor: ModelCard.usualNotFor)
        card.from = "2026-01-01"
        card.to = "2026-11-22"
        return ModelTraining(.department, on: rows, card: card).run { _ in }
    }()

    private func reason(_ bytes: [UInt8]) -> String {
        do throws(ModelFault) {
            _ = try ModelFile.read(bytes)
            return ""
        } catch {
            return error.text.en
        }
    }

    /// The file with a text replaced, under a new seal.
    private func changed(_ old: String, _ new: String) throws -> [UInt8] {
        let bytes = try ModelFile.bytes(model)
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(text.contains(old))
        let body = text.split(separator: ",\"sha256\"")[0].replacing(old, with: new)
        return try ModelSeal.sealed(Array(body.utf8))
    }

    @Test func `what is written is read again`() throws {
        let bytes = try ModelFile.bytes(model)
        let read = try ModelFile.read(bytes)
        #expect(try ModelFile.bytes(read) == bytes && read.hash.count == 16)
        let input = ModelInput(text: "路灯不亮")
        #expect(read.answer(input) == model.answer(input) && read.card == model.card)
    }

    @Test func `cut and changed bytes are refused`() throws {
        let bytes = try ModelFile.bytes(model)
        #expect(reason(bytes.dropLast(10)).contains("the file is cut"))
        #expect(reason([]).contains("the file is cut"))
        var other = bytes
        other[100] ^= 1
        #expect(reason(other).contains("do not match the field sha256"))
    }

    @Test func `foreign parts are refused with the reason`() throws {
        #expect(reason(try changed("hazard-model", "other")).contains("format"))
        #expect(reason(try changed("\"version\":1", "\"version\":2")).contains("version"))
        #expect(reason(try changed("\"rows\":120", "\"rows\":121")).contains("rows (121)"))
        #expect(reason(try changed("\"least_reporters\":5", "\"least_reporters\":1")).contains("least_reporters"))
        #expect(reason(try changed("[\"路灯\"", "[\"路灯不亮\"")).contains("neither an n-gram"))
        #expect(reason(try changed("[\"路灯\",", "[\"路灯\",1,")).contains("one weight for each label"))
        #expect(reason(try changed("\"of\":\"department\"", "\"of\":\"urgency\"")).contains("true and false"))
        #expect(reason(try changed("\"not_for\"", "\"notes\"")).contains("notes"))
    }
}
