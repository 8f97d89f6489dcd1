internal import Digest
internal import HTTP

/// Serves the files that the pages load. The build puts them into the program (`Board/Resources`).
struct PageAssets: Sendable {
    static let script = PageAsset("duty.js", "text/javascript; charset=utf-8", PackageResources.duty_js)
    static let style = PageAsset("duty.css", "text/css; charset=utf-8", PackageResources.duty_css)
    static let icon = PageAsset("icon.svg", "image/svg+xml", PackageResources.icon_svg)
    private static let all = [script, style, icon]

    /// `GET /assets/{asset}`. A browser may cache the file for ever when the address names its version.
    func show(_ request: RoutedRequest) throws(Problem) -> HTTPResponse {
        var query = request.query
        let version = query.text("v")
        try query.finish()
        let name = request.value(of: "asset")
        guard let asset = Self.all.first(where: { $0.name == name }) else {
            throw Problem(404, "unknown-asset", zh: "没有这个文件", en: "there is no such file")
        }
        var answer = HTTPResponse.content(asset.mediaType, asset.bytes)
        answer.headers["Cache-Control"] =
            version == asset.version ? "public, max-age=31536000, immutable" : "no-cache"
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

    /// The address of this version.
    var address: String { "/assets/\(name)?v=\(version)" }
}
