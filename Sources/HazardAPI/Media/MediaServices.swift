internal import Credentials
internal import HTTP
internal import HazardCore
internal import JSONText
internal import MediaFiles
internal import Telemetry
internal import Wording

/// `POST /v1/media` and `GET /v1/media/{sha256}`: stores pictures, and shows them to those who may see them.
struct MediaServices: Sendable {
    let context: APIContext
    let access: MediaAccess
    private let reading = ConcurrencyLimit()
    /// Each upload holds its bytes and a copy; a phone's picture has a few megabytes.
    private static let mostUploads = 6

    init(context: APIContext, cases: StoredCases) {
        self.context = context
        access = MediaAccess(context: context, cases: cases)
    }

    // MARK: - Storing

    /// `POST /v1/media`: the body is the picture.
    func receive(_ request: RoutedRequest) throws(Problem) -> HTTPResponse {
        let caller = try request.caller
        var query = request.query
        let caseText = query.text("case")
        try query.finish()
        let department = try access.uploader(caller, caseText: caseText)
        let stored = try store(request.body, claimed: MediaType.name(of: request.http.head), from: department)
        let facts = stored.facts
        let body = JSONWriter.bytes { writer in
            writer.beginObject()
            writer.field("sha256", facts.sha256)
            writer.field("mime", facts.kind.mime)
            writer.field("ref", Media.storedPrefix + facts.sha256)
            if let place = facts.place, caller.seesAccounts || caller.role == .gateway {
                writer.key("place")
                writer.beginObject()
                writer.field("lat", place.latitude)
                writer.field("lon", place.longitude)
                writer.field("crs", "wgs84")
                writer.endObject()
            }
            writer.endObject()
        }
        var answer = HTTPResponse.json(body, status: stored.isNew ? 201 : 200)
        answer.headers["Location"] = Media.storedPrefix + facts.sha256
        return answer
    }

    /// Checks and stores a picture.
    ///
    /// `claimed` is the media type that its sender names, if any.
    ///
    /// - Throws: A 413 for a picture that is too large, a 415 for anything else than a JPEG, PNG or HEIC picture or one that
    ///   is not what its sender says, a 503 when it cannot be stored.
    func store(
        _ bytes: [UInt8], claimed: String?, from department: String?
    ) throws(Problem) -> (facts: MediaFacts, isNew: Bool) {
        guard let folder = context.media else { throw Self.unavailable }
        guard bytes.count <= context.limits.media else { throw Self.tooLarge(context.limits.media) }
        guard let permit = reading.permit(most: Self.mostUploads) else { throw Self.busy }
        defer { withExtendedLifetime(permit) {} }
        guard let media = InspectedMedia(bytes), Self.agrees(claimed, media.kind) else { throw Self.noPicture }
        do throws(MediaFault) {
            return try folder.put(media, bytes, from: department)
        } catch {
            context.logger.error("media-not-stored", ["reason": .string(error.description)])
            throw Self.unavailable
        }
    }

    /// Names that say nothing of the content; programs send the second one when they are told no other.
    private static let silent: Set<String> = ["application/octet-stream", MediaType.form]

    /// A sender that names something else than this kind of picture has not sent what it says.
    private static func agrees(_ claimed: String?, _ kind: MediaKind) -> Bool {
        guard let claimed, !silent.contains(claimed) else { return true }
        return kind.names.contains(claimed)
    }

    // MARK: - Showing

    /// `GET /v1/media/{sha256}`.
    func show(_ request: RoutedRequest) throws(Problem) -> HTTPResponse {
        let caller = try request.caller
        let name = request.value(of: "sha256").lowercased()
        var query = request.query
        let size: MediaSize? = query.named("size")
        let isOriginal = query.flag("original") ?? false
        try query.finish()
        guard let folder = context.media, let facts = folder.facts(of: name) else { throw Self.unknown }
        try access.check(caller, maySee: facts)
        // The place is known to those who see the reporters' accounts; nobody else gets the bytes as they came.
        guard !isOriginal || caller.seesAccounts else { throw CaseAction.notAllowed }
        return try picture(facts, size, isOriginal: isOriginal, of: folder)
    }

    /// A picture, without what says where and with what it was taken unless `isOriginal`.
    ///
    /// - Throws: A 404 without a small form, a 503 when the file cannot be read.
    func picture(
        _ facts: MediaFacts, _ size: MediaSize?, isOriginal: Bool = false, of folder: MediaFolder
    ) throws(Problem) -> HTTPResponse {
        let form: MediaFolder.Form =
            switch size {
            case .small: .small
            case .large: .large
            case nil: isOriginal ? .original : .stripped
            }
        if size != nil {
            guard let tool = context.pictureTool else { throw Self.noTool }
            guard tool.make(form, of: facts.sha256, in: folder) else { throw Self.noThumbnail }
        }
        guard let bytes = folder.bytes(of: facts.sha256, form) else { throw Self.unavailable }
        var answer = HTTPResponse.content(size == nil ? facts.kind.mime : MediaKind.jpeg.mime, bytes)
        // A browser may keep it for the shift: the bytes never change, but rights do.
        answer.headers["Cache-Control"] = "private, max-age=3600"
        answer.headers["Content-Disposition"] =
            "inline; filename=\"\(facts.sha256.prefix(12)).\(size == nil ? facts.kind.ending : "jpg")\""
        answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
        return answer
    }

    // MARK: - Problems

    private static let unavailable = Problem(
        503, "media-unavailable", zh: "图片现在无法存取：请稍后再试，或查看服务器日志",
        en: "pictures cannot be stored or read now: try again later, or see the server's log",
        headers: ["Retry-After": "5"])
    private static let busy = Problem(
        503, "too-many-uploads", zh: "同时上传的图片太多：请稍后再试", en: "too many pictures are being sent: try again in a moment",
        headers: ["Retry-After": "2"])
    static let unknown = Problem(
        404, "unknown-media", zh: "没有这张图片：它可能已过保存期，或在 24 小时内没有案卷用它",
        en: "there is no such picture: its retention is over, or no case referred to it within 24 hours")
    private static let noPicture = Problem(
        415, "not-a-picture", zh: "只接受完整的 JPEG、PNG、HEIC 图片，且内容要与 Content-Type 相符",
        en: "only whole JPEG, PNG and HEIC pictures are taken, and the content must be what Content-Type says",
        headers: ["Accept": MediaKind.allCases.map(\.mime).joined(separator: ", ")])
    private static let noTool = Problem(
        404, "no-thumbnails", zh: "这台服务器没有 vipsthumbnail（Debian 软件包 libvips-tools），不能生成小图",
        en: "this server has no vipsthumbnail (Debian package libvips-tools), so there are no small pictures")
    private static let noThumbnail = Problem(
        404, "no-thumbnail", zh: "现在无法生成这张图片的小图", en: "a small form of this picture cannot be made now")

    private static func tooLarge(_ limit: Int) -> Problem {
        Problem(
            413, "media-too-large", zh: "图片最大 \(limit >> 20) MB", en: "a picture has at most \(limit >> 20) MB")
    }
}

/// The smaller forms of a picture.
enum MediaSize: String, CaseIterable, Sendable {
    case small, large
}

extension MediaKind {
    /// The ending of a file's name.
    fileprivate var ending: String {
        switch self {
        case .jpeg: "jpg"
        case .png: "png"
        case .heic: "heic"
        }
    }
}
