package import ChineseText

extension TextClassification {
    /// The reporter's action that the words describe, as a value of `action_taken`.
    package var actionTaken: ActionTaken { action.flatMap(ActionTaken.init) ?? .none }
}
