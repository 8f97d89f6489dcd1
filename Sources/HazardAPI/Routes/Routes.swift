extension Route {
    /// Every address of the API. A new route is one more value in one of these lists.
    static let all: [Route] = pages + reports + cases + messages + lists + deadLetters + open311 + service
}
