internal import Credentials
internal import ChineseText
internal import HTTP
internal import MediaFiles
internal import HazardCore
internal import HazardText
internal import HazardWire
internal import JSONText
internal import Wording

/// `/report`: where a rider reports without any gateway. It works without script.
struct RiderPage: Sendable {
    let context: APIContext
    let secrets: RiderSecrets
    private let limit = AddressLimit(burst: 5, every: .seconds(60))

    init(context: APIContext, secrets: RiderSecrets) {
        self.context = context
        self.secrets = secrets
    }

    func show(_ request: DeskRequest) throws(Problem) -> HTTPResponse {
        var query = request.routed.query
        let named = query.text("p")
        try query.finish()
        let programme = try programme(named)
        return page(request, programme, id: try secrets.freshID(for: programme.id), said: "")
    }

    /// The programme that the page is for: the one named, else the first of the configuration.
    ///
    /// - Throws: A 404 for a programme that the page is not switched on for.
    private func programme(_ named: String?) throws(Problem) -> Programme {
        let allowed = context.desk.programmes
        let id = named ?? allowed.first
        guard let id, allowed.contains(id), let known = context.policy.programmes[id] else {
            throw Problem(404, "unknown-path", zh: "没有这个页面", en: "there is nothing here")
        }
        return known
    }

    // MARK: - Sending

    func send(_ request: DeskRequest, _ services: APIServices) throws(Problem) -> HTTPResponse {
        let programme = try programme(request.form["p"])
        if let wait = limit.wait(for: request.origin.address) { return tooMany(request, wait) }
        guard let id = request.form["report_id"], secrets.isOurs(id, for: programme.id) else {
            return page(
                request, programme, id: try secrets.freshID(for: programme.id),
                said: said(
                    request(
                        "页面已过期：内容还在，请再按一次“发送”。",
                        "The page was out of date: your words are still here, press Send again.")),
                status: 400)
        }
        let photos: FormPhotos
        do throws(Problem) {
            photos = try FormPhotos(request, services.media, from: nil)
        } catch {
            return page(request, programme, id: id, said: ProblemPage.html(error, request), status: error.status)
        }
        guard request.form["text"] != nil || !photos.media.isEmpty || request.form["category"] != nil else {
            return page(
                request, programme, id: id,
                said: said(request("请写几个字，或附一张照片。", "Write a few words, or add a photo.")), status: 400)
        }
        let value = message(request, programme, photos, id: id)
        if request.form["warned"] == nil, let numbers = numbers(of: value, request) {
            return warning(request, programme, photos, id: id, numbers)
        }
        switch try services.intake.check(value, ReportSender(caller: Self.sender, trace: nil)) {
        case .forbidden: throw CaseAction.notAllowed
        case .bad(let problems):
            return page(
                request, programme, id: id, said: ProblemPage.html(.invalid(problems), request), status: 400)
        case .good(_, let record, _), .salvaged(_, let record, _, _):
            try services.intake.append([record])
        }
        return taken(request, id: id, link: "/r/" + (try secrets.link(to: id)))
    }

    /// Who the server writes the report for.
    static let sender = Caller(name: "web", role: .gateway)

    /// The report as a gateway would send it.
    private func message(
        _ request: DeskRequest, _ programme: Programme, _ photos: FormPhotos, id: String
    ) -> [UInt8] {
        let form = request.form
        var location: [JSONValue.Member] = []
        if let latitude = form["lat"].flatMap(Double.init), let longitude = form["lon"].flatMap(Double.init) {
            location += [.init("lat", .double(latitude)), .init("lon", .double(longitude)), .init("crs", "wgs84")]
        } else if let place = photos.place {
            location += [
                .init("lat", .double(place.latitude)), .init("lon", .double(place.longitude)), .init("crs", "wgs84"),
            ]
        }
        if let address = form["address"] { location.append(.init("address", .string(address))) }
        if let district = programme.districts.first { location.append(.init("district", .string(district))) }
        var members: [JSONValue.Member] = [
            .init("schema_version", .int(1)), .init("report_id", .string(id)),
            .init("programme", .string(programme.id)), .init("channel", "web"),
            .init("reported_at", .string(TimeText.text(request.now, context.zone))),
            .init("location", .object(location)),
        ]
        if let text = form["text"] { members.append(.init("text", .string(String(text.prefix(4000))))) }
        if let category = form["category"] { members.append(.init("category_hint", .string(category))) }
        if !photos.media.isEmpty { members.append(.init("media", .array(photos.media))) }
        return JSONValue.object(members).bytes
    }

    /// The emergency numbers to call first; nil when nothing in the report speaks of an emergency.
    private func numbers(of value: [UInt8], _ request: DeskRequest) -> [String]? {
        guard let report = ReportCodec.readable(value, at: request.now)?.report else { return nil }
        return CaseOpening(policy: context.policy).numbers(forFaulty: report, at: request.now)
    }

    // MARK: - Pages

    private func said(_ text: String) -> String {
        "<div class=\"problem\" role=\"alert\">\(HTML.element("p", text))</div>"
    }

    private func page(
        _ request: DeskRequest, _ programme: Programme, id: String, said: String, status: HTTPStatus = 200
    ) -> HTTPResponse {
        let form = request.form
        let categories = context.policy.categories
            .filter { !$0.retired && $0.id != HazardCategory.unclassifiedID }
            .map { ($0.code, LocalText(zh: $0.name, en: $0.nameEnglish)[request.language]) }
        let name = LocalText(zh: programme.name, en: programme.nameEnglish)[request.language]
        var content = DeskFrame.Content(title: request("上报隐患", "Report a hazard"), html: said)
        let danger = request(
            "有人受伤、起火或有人身危险：先打电话 120、119、110。", "Somebody is hurt, a fire, danger to life: call 120, 119 or 110 first.")
        content.html += HTML.element("p", name, "class=\"quiet\"") + HTML.element("p", danger, "class=\"p0\"")
        content.html += request.form("/report", "report", "class=\"card rider\"", takesFiles: true)
        content.html += FormHTML.hidden("report_id", id) + FormHTML.hidden("p", programme.id)
        content.html +=
            FormHTML.photo(request("拍照或选照片", "Take or choose a photo"), "capture=\"environment\"") + kept(request)
        content.html += text(request) + place(request)
        content.html += FormHTML.select(
            "category", request("类别（可不选）", "Kind (optional)"), categories, form["category"])
        content.html += "<button class=\"main\">\(request("发送", "Send"))</button></form>"
        content.isPlain = true
        content.status = status
        return request.page(content)
    }

    private func text(_ request: DeskRequest) -> String {
        "<label for=\"text\">\(request("看到了什么", "What do you see"))</label>"
            + "<textarea id=\"text\" name=\"text\" rows=\"4\" maxlength=\"4000\">"
            + "\(HTML.escaped(request.form["text"] ?? ""))</textarea>"
    }

    private func place(_ request: DeskRequest) -> String {
        let form = request.form
        let words = FormHTML.text(
            "address", request("在哪里（路名、门牌、路口）", "Where: street, number, crossing"), value: form["address"] ?? "",
            "class=\"wide-field\"")
        let latitude = FormHTML.text(
            "lat", request("纬度", "Latitude"), value: form["lat"] ?? "", "inputmode=\"decimal\" size=\"10\"")
        let longitude = FormHTML.text(
            "lon", request("经度", "Longitude"), value: form["lon"] ?? "", "inputmode=\"decimal\" size=\"10\"")
        let button = "<button type=\"button\" id=\"locate\" hidden>\(request("用我的位置", "Use my place"))</button>"
        return words + "<div class=\"fields\">\(latitude)\(longitude)\(button)</div>"
    }

    /// Photos that were sent before, of a form that is shown once more.
    private func kept(_ request: DeskRequest) -> String {
        let names = request.form.all("photo")
        guard !names.isEmpty else { return "" }
        return names.map { FormHTML.hidden("photo", $0) }.joined()
            + HTML.element("p", request("照片已保存：\(names.count) 张", "Photos kept: \(names.count)"), "class=\"quiet\"")
    }

    /// What the rider reads before a report of danger is sent.
    private func warning(
        _ request: DeskRequest, _ programme: Programme, _ photos: FormPhotos, id: String, _ numbers: [String]
    ) -> HTTPResponse {
        let kept =
            ["text", "address", "lat", "lon", "category", "p"].compactMap { name in
                request.form[name].map { FormHTML.hidden(name, $0) }
            }.joined() + photos.references.map { FormHTML.hidden("photo", $0) }.joined()
        let calls = numbers.map {
            "<a class=\"button call\" href=\"tel:\(HTML.escaped($0))\">☎ \(HTML.escaped($0))</a>"
        }.joined(separator: " ")
        var content = DeskFrame.Content(title: request("先打电话", "Call first"), html: "")
        content.html =
            "<div class=\"card urgent\">"
            + HTML.element("p", NoticeWords.callFirst(numbers)[request.language], "class=\"big\"")
            + "<p>\(calls)</p>" + HTML.element("p", request("您的上报还没有发送。", "Your report has not been sent yet."))
            + request.form("/report", "report") + kept + FormHTML.hidden("report_id", id)
            + FormHTML.hidden("warned", "yes")
            + "<button class=\"main\">\(request("仍然发送", "Send all the same"))</button></form></div>"
        content.isPlain = true
        return request.page(content)
    }

    private func taken(_ request: DeskRequest, id: String, link: String) -> HTTPResponse {
        var content = DeskFrame.Content(title: request("已收到，谢谢", "Received, thank you"), html: "")
        content.html =
            "<div class=\"card\">" + HTML.element("p", request("上报编号", "Number of your report"), "class=\"quiet\"")
            + HTML.element("p", id, "class=\"id big\" id=\"report-number\"")
            + HTML.element(
                "p",
                request(
                    "处理进展、补充和评价都在下面的链接。请保存它：只有您有。",
                    "Follow it, add to it and rate it by this link. Save it: only you have it."))
            + "<p><a class=\"button\" href=\"\(HTML.escaped(link))\">\(request("查看进展", "Follow it"))</a></p></div>"
        content.isPlain = true
        return request.page(content)
    }

    private func tooMany(_ request: DeskRequest, _ wait: Int64) -> HTTPResponse {
        var content = DeskFrame.Content(title: request("过于频繁", "Too many at once"), html: "")
        content.html =
            said(request("同一地址上报过多：请 \(wait) 秒后再试。", "Too many reports from your address: try again in \(wait) s."))
            + HTML.element("p", NoticeWords.callFirst(["119", "120", "110"])[request.language], "class=\"big p0\"")
        content.isPlain = true
        content.status = 429
        var answer = request.page(content)
        answer.headers["Retry-After"] = String(wait)
        return answer
    }
}
