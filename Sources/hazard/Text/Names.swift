import CommandArguments
import HazardConfig
import HazardCore
import HazardText

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
