/// An error whose sentence people read, in Chinese or in English.
///
/// The description is the English sentence: log lines stay English.
package protocol BilingualError: Error, CustomStringConvertible {
    /// What went wrong and, where known, what to do.
    var text: LocalText { get }
}

extension BilingualError {
    package var description: String { text.en }
}

extension LocalText {
    /// The sentence of any error: its own in both languages, else its description in both.
    package init(describing error: any Error) {
        if let bilingual = error as? any BilingualError {
            self = bilingual.text
        } else {
            self.init(zh: "\(error)", en: "\(error)")
        }
    }
}
