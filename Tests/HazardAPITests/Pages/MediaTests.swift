import Foundation
import HTTP
import HazardAPI
import HazardCore
import HazardWire
import JSONText
import MediaFiles
import MessageLog
import TestSupport
import Testing

/// Pictures over HTTP: who may send and see which.
struct MediaTests {
    private static let path = "/v1/media"
    private let town: Town

    init() throws { town = try Town { $0.tokens = try TownPolicy.tokens() } }

    private func send(_ bytes: [UInt8], as token: String?, type: String = "image/jpeg", query: String = "") throws
        -> HTTPResponse
    {
        try town.client(token: token).post(Self.path + query, bytes, type: type)
    }

    private func stored(_ bytes: [UInt8], as token: String = "gateway", type: String = "image/jpeg") throws -> Media {
        let answer = try JSONValue(reading: try send(bytes, as: token, type: type).body)
        return Media(
            ref: try #require(answer["ref"]?.string), sha256: answer["sha256"]?.string, mime: answer["mime"]?.string)
    }

    @Test func `a picture is stored by its content: 201, and 200 when it is known`() throws {
        let first = try send(SamplePictures.jpeg, as: "gateway")
        #expect(first.status == 201)
        let answer = try JSONValue(reading: first.body)
        let name = try #require(answer["sha256"]?.string)
        #expect(answer["ref"]?.string == "/v1/media/" + name && answer["mime"]?.string == "image/jpeg")
        #expect(answer["place"]?["lat"]?.double.map { abs($0 - 30.391) < 0.001 } == true)
        #expect(try send(SamplePictures.jpeg, as: "operator", type: "application/octet-stream").status == 200)
        #expect(try send(SamplePictures.heic, as: "gateway", type: "image/heif").status == 201)
        #expect(try send(SamplePictures.png, as: "verifier", type: "image/png").status == 201)
    }

    @Test func `what is no picture, or not the one that it says, is 415; what is too large 413`() throws {
        let gif = Array("GIF89a".utf8) + [UInt8](repeating: 0, count: 40)
        #expect(try send(gif, as: "gateway", type: "image/gif").status == 415)
        #expect(try send(gif, as: "gateway").status == 415)
        #expect(try send(Array("<svg/>".utf8), as: "gateway", type: "image/svg+xml").status == 415)
        #expect(try send(SamplePictures.png, as: "gateway").status == 415)
        #expect(try send(SamplePictures.jpeg, as: "gateway", type: "text/html").status == 415)
        #expect(try send([], as: "gateway").status == 415)
        let large = [UInt8](repeating: 1, count: 10 * 1024 * 1024 + 1)
        #expect(try send(large, as: "gateway").status == 413)
    }

    @Test func `roles decide who sends and who sees`() throws {
        let police = Town.openCase(1)
        var other = Town.openCase(2, departments: ["sanitation"])
        #expect(try send(SamplePictures.jpeg, as: nil).status == 401)
        #expect(try send(SamplePictures.jpeg, as: "viewer").status == 403)
        let photo = try stored(SamplePictures.jpeg)
        other.media = [photo]
        try town.commit([police, other])
        // Sending for a case in which the department has no task.
        #expect(
            try send(SamplePictures.png, as: "traffic-police", type: "image/png", query: "?case=\(other.id.text)")
                .status == 403)
        #expect(
            try send(SamplePictures.png, as: "traffic-police", type: "image/png", query: "?case=\(police.id.text)")
                .status == 201)
        func status(_ token: String?, _ query: String = "") throws -> HTTPStatus {
            try town.client(token: token).get(photo.ref + query).status
        }
        #expect(try status(nil) == 401 && status("gateway") == 403)
        #expect(try status("traffic-police") == 403 && status("sanitation") == 200)
        #expect(try status("viewer") == 200 && status("supervisor") == 200)
        #expect(try status("viewer", "?original=true") == 403 && status("sanitation", "?original=true") == 403)
        #expect(try town.client(token: "viewer").get("/v1/media/" + String(repeating: "0", count: 64)).status == 404)
    }

    @Test func `departments get no place and no device; an operator gets the original when it asks`() throws {
        var value = Town.openCase(1)
        let photo = try stored(SamplePictures.jpeg)
        value.media = [photo]
        try town.commit([value])
        for (token, query) in [
            ("traffic-police", ""), ("traffic-police", "?size=large"), ("viewer", ""), ("operator", ""),
        ] {
            let answer = try town.client(token: token).get(photo.ref + query)
            #expect(answer.status == 200 && answer.headers["content-type"] == "image/jpeg")
            #expect(Data(answer.body).range(of: Data("ACME-PHONE".utf8)) == nil)
            #expect(answer.headers["x-content-type-options"] == "nosniff")
            #expect(answer.headers["content-security-policy"]?.contains("sandbox") == true)
        }
        #expect(try town.client(token: "operator").get(photo.ref + "?original=true").body == SamplePictures.jpeg)
    }

    @Test func `a department finishes a task with a photo from its page, and the desk shows it`() throws {
        var value = Town.openCase(1)
        value.tasks[0].state = .working
        try town.commit([value])
        let browser = try DeskBrowser(town, token: "traffic-police")
        let page = try browser.get("/d/traffic-police").text
        let form = try #require(DeskBrowser.form("resolve", in: page))
        #expect(page.contains("enctype=\"multipart/form-data\"") && page.contains("type=\"file\" name=\"photo\""))
        let fields = form.hidden + [("result", "solved"), ("note", "已修好")]
        let sending = Later { try browser.upload(form.action, fields, photo: SamplePictures.jpeg) }
        try town.decideFirst(town.topics.feedback, on: value)
        #expect(try sending.value().status == 303)
        let sent = try JSONValue(reading: try #require(try town.next(town.topics.feedback, shard: 0)?.value))
        let media = try #require(sent["media"]?.array?.first)
        let name = try #require(media["sha256"]?.string)
        #expect(media["ref"]?.string == "/v1/media/" + name && sent["note"]?.string == "已修好")
        // The case that the lane made of it.
        value.tasks[0].media = [Media(ref: "/v1/media/" + name, sha256: name)]
        value.version += 1
        try town.commit([value])
        let shown = try DeskBrowser(town, token: "viewer").get("/cases/\(value.id.text)").text
        #expect(shown.contains("src=\"/v1/media/\(name)?size=small\""))
        // A file that is no picture is refused, and nothing is written.
        let bad = try browser.upload(form.action, fields, photo: Array("<script>".utf8))
        #expect(bad.status == 415 && bad.text.contains("JPEG"))
        #expect(try town.count(town.topics.feedback, shard: 0) == 1)
        // A form of another site, or without the session's secret.
        #expect(try browser.upload(form.action, [("feedback", "accept")], photo: SamplePictures.jpeg).status == 403)
    }

    @Test func `references of gateways stay links, and are never loaded`() throws {
        var value = Town.openCase(1)
        value.media = [Media(ref: "https://gateway.example/1.jpg"), Media(ref: "tape-17")]
        try town.commit([value])
        let page = try DeskBrowser(town, token: "viewer").get("/cases/\(value.id.text)").text
        #expect(page.contains("href=\"https://gateway.example/1.jpg\"") && page.contains("<code>tape-17</code>"))
        #expect(!page.contains("<img"))
    }

    @Test func `a photo goes with the report, its place too, and it survives the warning page`() throws {
        let policy = try ShippedPolicy.load()
        let town = try Town {
            $0.tokens = try TownPolicy.tokens()
            $0.desk.programmes = ["jianyang.sentinel"]
            $0.policy = policy
        }
        let browser = try DeskBrowser(town)
        let form = try #require(DeskBrowser.form("report", in: try browser.get("/report").text))
        let warned = try browser.upload(
            form.action, form.hidden + [("text", "着火了，明火很大，有人被困")], photo: SamplePictures.jpeg)
        #expect(warned.status == 200 && warned.text.contains("119") && warned.text.contains("tel:119"))
        let again = try #require(DeskBrowser.form("report", in: warned.text))
        #expect(again.hidden.contains { $0.0 == "photo" && $0.1.hasPrefix("/v1/media/") })
        let answer = try browser.post(again.action, again.hidden)
        #expect(answer.text.contains("id=\"report-number\""))
        let record = try #require(
            try town.next(town.topics.reports, shard: 0) ?? town.next(town.topics.reports, shard: 1))
        let sent = try JSONValue(reading: record.value ?? [])
        let media = try #require(sent["media"]?.array?.first)
        #expect(media["mime"]?.string == "image/jpeg" && media["sha256"]?.string?.count == 64)
        #expect(sent["location"]?["lat"]?.double.map { abs($0 - 30.391) < 0.001 } == true)
        // The reporter sees the own photo by the link, and nobody sees it without.
        let start = try #require(answer.text.range(of: "/r/web-"))
        let link = String(answer.text[start.lowerBound...].prefix { $0 != "\"" })
        var value = Town.openCase(1, report: try #require(sent["report_id"]?.string))
        let name = try #require(media["sha256"]?.string)
        value.media = [Media(ref: "/v1/media/" + name, sha256: name)]
        value.reports[0].mediaHashes = [name]
        try town.commit([value])
        #expect(try town.get(link).text.contains("src=\"\(link)/media/\(name)?size=small\""))
        #expect(try town.get("\(link)/media/\(name)").status == 200)
        #expect(try town.get("/v1/media/\(name)").status == 401)
        #expect(try town.get("\(link)x/media/\(name)").status == 404)
    }
}
