import CommandArguments
import HazardConfig
import HazardCore
import HazardText

/// Names are a help and never a condition: a server is asked by its address alone, and without names ids are shown.
extension PolicyNames {
    /// Those of the configuration that these words or the surroundings name; empty when it cannot be read.
    static func atHand(_ arguments: Arguments) -> PolicyNames {
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
