package import ChineseText

extension TextClassification {
    /// What the words say that the reporter did, as a report's `action_taken`.
    package var actionTaken: ActionTaken { action.flatMap(ActionTaken.init) ?? .none }
}
