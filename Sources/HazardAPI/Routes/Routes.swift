extension Route {
    /// Every address of the API. A new route is one more value in one of these lists.
    static let all: [Route] =
        pages + desk + reports + cases + messages + media + lists + deadLetters + exports + open311 + service

    /// The route of that name.
    static func named(_ name: String) -> Route { all.first { $0.name == name } ?? all[0] }
}
