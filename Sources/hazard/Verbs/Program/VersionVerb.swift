import CommandArguments
import HazardApp
import JSONText
internal import Wording

/// `hazard version`: the program's version.
let versionVerb = Verb(
    path: ["version"],
    summary: LocalText(zh: "显示版本", en: "show the version"),
    options: [.json]
) { arguments in
    if arguments.flag("json") {
        let version: JSONValue = ["version": .string(Version.text), "swift": .string(Version.swift)]
        Terminal.print(bytes: version.bytes)
    } else {
        Terminal.print("hazard \(Version.text) (Swift \(Version.swift))")
    }
    return .done
}
