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

    /// The text in this language; the other one is not made.
    package func callAsFunction(zh: @autoclosure () -> String, en: @autoclosure () -> String) -> String {
        switch self {
        case .zh: zh()
        case .en: en()
        }
    }

    /// The language that an HTTP request asks for: the first of `zh` and `en` in its header, else English.
    ///
    /// The order of the list counts; weights (`q=`) are not read (RFC 9110 §12.5.4 allows a server to ignore them).
    package init(acceptLanguage header: String?) {
        let tags = (header ?? "").lowercased().split(separator: ",").lazy.compactMap { entry in
            entry.split { " \t;-".contains($0) }.first
        }
        self = tags.compactMap { Language(rawValue: String($0)) }.first ?? .en
    }
}

/// One sentence in both languages.
package struct LocalText: Hashable, Sendable {
    package var zh: String
    package var en: String

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
