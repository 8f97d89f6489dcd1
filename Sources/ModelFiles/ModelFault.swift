package import Wording

/// Why a model file is refused.
package struct ModelFault: BilingualError, Hashable {
    package let text: LocalText

    init(zh: String, en: String) { text = LocalText(zh: zh, en: en) }

    init(_ text: LocalText) { self.text = text }
}
