package import ChineseText

/// The models in use, and how far each is believed (`policy.models`).
package struct ModelPolicy: Sendable {
    /// In the order of the configuration; the first that fits a report answers.
    package var uses: [ModelUse]
    /// How old the newest row of a model may be before `config check` warns.
    package var maxAge: Duration = .days(366)

    /// The fewest rows that the figures of a model should be made on.
    package static let fewestScored = 500

    package init(uses: [ModelUse] = []) {
        self.uses = uses
    }

    package func use(_ subject: LinearModel.Subject, programme: String, places: [String]) -> ModelUse? {
        uses.first { $0.model.subject == subject && $0.fits(programme: programme, places: places) }
    }
}

/// A model for some programmes and areas, with its thresholds.
package struct ModelUse: Sendable {
    package var model: LinearModel
    /// The path of its file.
    package var file: String
    /// Empty: all.
    package var programmes: Set<String> = []
    /// Empty: everywhere.
    package var areas: Set<String> = []
    /// The probability from which it decides where no hint and no rule does, from 0 to 1.
    package var sure = 0.9
    /// The probability from which it suggests.
    package var likely = 0.6

    package init(_ model: LinearModel, file: String) {
        self.model = model
        self.file = file
    }

    func fits(programme: String, places: [String]) -> Bool {
        (programmes.isEmpty || programmes.contains(programme))
            && (areas.isEmpty || places.contains { areas.contains($0) })
    }
}
