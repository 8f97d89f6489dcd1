/// The versions of this program and of Swift.
package enum Version {
    package static let text = "0.1.0"
    package static let swift = "6.3"
}
