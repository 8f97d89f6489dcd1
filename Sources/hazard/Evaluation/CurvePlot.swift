import Foundation

/// Curves of recall over the flagged share, as SVG.
struct CurvePlot {
    let title: String
    let curves: [(name: String, curve: FlagCurve)]

    private static let width = 640.0
    private static let height = 420.0
    private static let margin = 60.0
    private static let colours = ["#8a8a8a", "#1f6fb2", "#b2401f"]

    var svg: String {
        var parts = [
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(Int(Self.width)) \(Int(Self.height))\" "
                + "font-family=\"sans-serif\" font-size=\"13\">",
            "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>",
            "<text x=\"\(Int(Self.margin))\" y=\"28\" font-size=\"15\">\(title)</text>",
        ]
        for step in 0...4 {
            let share = Double(step) / 4
            let y = Self.text(y(share))
            parts.append(
                "<path d=\"M\(Self.text(x(0))) \(y)H\(Self.text(x(Self.greatest)))\" stroke=\"#ddd\"/>"
                    + "<text x=\"20\" y=\"\(y)\">\(Self.text(share * 100)) %</text>")
        }
        for share in FlagCurve.shares {
            parts.append(
                "<text x=\"\(Self.text(x(share)))\" y=\"\(Self.text(Self.height - 30))\" text-anchor=\"middle\">"
                    + "\(Int((share * 100).rounded())) %</text>")
        }
        for (index, entry) in curves.enumerated() {
            let points = entry.curve.points.compactMap { point in
                point.recall.map { "\(Self.text(x(point.flagged))),\(Self.text(y($0)))" }
            }
            let colour = Self.colours[index % Self.colours.count]
            parts.append(
                "<polyline points=\"\(points.joined(separator: " "))\" fill=\"none\" stroke=\"\(colour)\" stroke-width=\"2\"/>"
                    + "<text x=\"\(Int(Self.width - 100))\" y=\"\(50 + 18 * index)\" fill=\"\(colour)\">\(entry.name)</text>"
            )
        }
        return parts.joined(separator: "\n") + "\n</svg>\n"
    }

    private static let greatest = FlagCurve.shares.max() ?? 1

    private func x(_ share: Double) -> Double {
        Self.margin + share / Self.greatest * (Self.width - 2.5 * Self.margin)
    }

    private func y(_ share: Double) -> Double {
        Self.height - Self.margin - share * (Self.height - 2 * Self.margin)
    }

    private static func text(_ value: Double) -> String { String(format: "%.1f", value) }
}
