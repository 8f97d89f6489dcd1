package import Foundation

/// The checkout that the tests run in.
package enum Repository {
    /// The folder of `Package.swift`.
    package static let root = URL(filePath: #filePath).appending(path: "../../../..").standardizedFileURL

    /// A file or folder of the checkout, such as `config/hazard.yaml`.
    package static func path(_ relative: String) -> String { root.appending(path: relative).standardizedFileURL.path() }
}
