import CommandArguments
import HazardConfig
import HazardCore
import HazardText
import Wording

/// The names of moves for help and errors.
enum MoveNames {
    /// The word that commands take; in Chinese the name stands before it.
    static func text(_ move: String) -> LocalText {
        let name = NameLists.moves[move].zh
        return LocalText(zh: name == move ? move : name + " " + move, en: move)
    }
}

/// Names are optional: without a configuration, ids are shown.
extension PolicyNames {
    /// The names of the configuration that the arguments or the environment name; empty when it cannot be read.
    static func ofConfiguration(_ arguments: Arguments) -> PolicyNames {
        (try? Configuration.load(arguments)).map { PolicyNames($0.policy) } ?? PolicyNames()
    }

    /// The values of an option that names something configured; nil for any other option.
    func known(to option: String) -> [String]? {
        switch option {
        case "department", "suggest": departments.keys.sorted()
        case "category": categoryNames
        case "programme": programmes.keys.sorted()
        default: nil
        }
    }
}
