/// The language of help and messages.
package enum Language: String, CaseIterable, Sendable {
    case zh, en

    /// The language the environment asks for: Chinese for any `zh` locale, else English.
    ///
    /// `LC_ALL` comes before `LC_MESSAGES` and that before `LANG`, as in POSIX; an empty one is not set.
    package init(environment: [String: String]) {
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
        self = locale?.hasPrefix("zh") == true ? .zh : .en
    }

    /// The language that an HTTP client asks for: the first of zh and en in its list, English when it names neither.
    package init(acceptLanguage: String?) {
        let wanted = (acceptLanguage ?? "").lowercased().split(separator: ",").map { $0.drop { $0 == " " } }
        let first = wanted.first { $0.hasPrefix("zh") || $0.hasPrefix("en") }
        self = first?.hasPrefix("zh") == true ? .zh : .en
    }
}

/// One sentence in both languages.
package struct LocalText: Equatable, Sendable {
    package let zh: String
    package let en: String

    package init(zh: String, en: String) {
        self.zh = zh
        self.en = en
    }

    package subscript(language: Language) -> String {
        switch language {
        case .zh: zh
        case .en: en
        }
    }
}
