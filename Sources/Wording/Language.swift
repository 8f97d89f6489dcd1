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
}

/// One sentence in both languages.
package struct LocalText: Hashable, Sendable {
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
