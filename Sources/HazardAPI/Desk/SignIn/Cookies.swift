internal import HTTP

/// Reads and writes cookies (RFC 6265).
enum Cookies {
    /// The first value of that cookie; nil without one.
    static func value(_ name: String, in head: RequestHead) -> String? {
        for field in head.headers.all("cookie") {
            for part in field.split(separator: ";") {
                let pair = part.drop { $0 == " " }.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                if pair.count == 2, pair[0] == name { return String(pair[1]) }
            }
        }
        return nil
    }

    /// The value of `Set-Cookie`; 0 seconds remove the cookie. Scripts never see it, and other sites never send it.
    static func text(_ name: String, _ value: String, seconds: Int64, isSecure: Bool) -> String {
        "\(name)=\(value); Path=/; HttpOnly; SameSite=Strict; Max-Age=\(seconds)" + (isSecure ? "; Secure" : "")
    }
}
