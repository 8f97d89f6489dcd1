internal import Digest
internal import HTTP

/// Serves the files that the pages load. The build puts them into the program (`Board/Resources`).
struct PageAssets: Sendable {
    static let script = PageAsset("duty.js", "text/javascript; charset=utf-8", PackageResources.duty_js)
    static let style = PageAsset("duty.css", "text/css; charset=utf-8", PackageResources.duty_css)
    static let alarm = PageAsset("alarm.js", "text/javascript; charset=utf-8", PackageResources.alarm_js)
    static let icon = PageAsset("icon.svg", "image/svg+xml", PackageResources.icon_svg)
    private static let all = [script, alarm, style, icon]

    /// `GET /assets/{asset}`. A browser may cache for ever what has the content's hash in its name, and nothing else.
    func show(_ request: RoutedRequest) throws(Problem) -> HTTPResponse {
        try request.query.finish()
        let name = request.value(of: "asset")
        guard let asset = Self.all.first(where: { $0.isNamed(name) }) else {
            throw Problem(404, "unknown-asset", zh: "没有这个文件", en: "there is no such file")
        }
        var answer = HTTPResponse.content(asset.mediaType, asset.bytes)
        if name == asset.hashedName { answer.headers["Cache-Control"] = "public, max-age=31536000, immutable" }
        return answer
    }
}

/// A file that the pages load.
struct PageAsset: Sendable {
    let name: String
    let mediaType: String
    let bytes: [UInt8]
    /// The beginning of the content's SHA-256: another content has another address, so caches never hold an old file.
    let version: String

    init(_ name: String, _ mediaType: String, _ bytes: [UInt8]) {
        self.name = name
        self.mediaType = mediaType
        self.bytes = bytes
        version = (try? SHA256.digest(of: bytes)).map { String(Hex.encode($0).prefix(16)) } ?? "0"
    }

    /// The name with the content's hash: `duty.0123456789abcdef.js`.
    var hashedName: String { "\(stem).\(version)\(ending)" }

    /// The address of this content.
    var address: String { "/assets/" + hashedName }

    /// Whether the file is called so, with the hash of any version or without: a page of the version before still works.
    func isNamed(_ text: String) -> Bool {
        guard text != name else { return true }
        let hash = text.dropFirst(stem.utf8.count + 1).dropLast(ending.utf8.count)
        return text == "\(stem).\(hash)\(ending)" && hash.utf8.count == version.utf8.count
            && hash.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }

    private var stem: Substring { name.prefix { $0 != "." } }
    private var ending: Substring { name.drop { $0 != "." } }
}
