package import HazardConfig
internal import Testing
internal import Wording

/// Checks that a text in Chinese is Chinese.
package enum ChineseTextCheck {
    /// Records an issue for every problem whose text or hint is not Chinese.
    package static func check(_ problems: ConfigProblems) {
        for problem in problems.list {
            for text in [problem.problem, problem.hint].compactMap(\.self) {
                guard let fault = fault(in: text.zh) else { continue }
                Issue.record("\(problem.keyPath): the Chinese text “\(text.zh)” \(fault)")
            }
        }
    }

    /// What is wrong with a Chinese text: it has no Chinese character, or three English words in a row outside quotes; nil when
    /// nothing is wrong.
    package static func fault(in text: String) -> String? {
        guard text.unicodeScalars.contains(where: { (0x4E00...0x9FFF).contains($0.value) }) else {
            return "has no Chinese character"
        }
        var words = 0
        for part in withoutQuotes(text).split(whereSeparator: \.isWhitespace) {
            let isWord = part.trimmingPrefix("(").allSatisfy { $0.isASCII && ($0.isLetter || ",;.:)'".contains($0)) }
            words = isWord ? words + 1 : 0
            if words == 3 { return "has an English sentence" }
        }
        return nil
    }

    /// The text with each quoted part replaced by an ellipsis.
    private static func withoutQuotes(_ text: String) -> String {
        text.replacing(/“[^”]*”|"[^"]*"|`[^`]*`/, with: "…")
    }
}
