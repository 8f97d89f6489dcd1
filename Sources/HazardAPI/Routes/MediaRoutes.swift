internal import Credentials
internal import JSONText

/// Pictures.
extension Route {
    static let media = [
        Route(
            method: .post, path: "/v1/media", name: "sendMedia",
            summary:
                "Store a picture (JPEG, PNG or HEIC by its content, at most 10 MB); `ref` goes into the `media` of a report or "
                + "of feedback within 24 hours. The same picture again is 200",
            access: .roles([.gateway, .department, .verifier, .dispatcher, .operator, .supervisor]),
            parameters: [.text("case", "The case that it is for: a department must have a task in it")],
            body: MediaContent.pictures, takesAnyType: true,
            answers: [
                RouteAnswer(201, "Stored", .json(.mediaStored)), RouteAnswer(200, "Known already", .json(.mediaStored)),
            ],
            problems: [.invalid, .tooLarge, .wrongMediaType, .elsewhere, .unavailable],
            handler: response { services, request throws(Problem) in try services.media.receive(request) }),
        Route(
            method: .get, path: "/v1/media/{sha256}", name: "showMedia",
            summary:
                "A stored picture, without place, device and times; a department sees those of its cases and those that it "
                + "sent",
            access: .caseReaders,
            parameters: [
                RouteParameter(
                    "size", ["type": "string", "enum": ["small", "large"]], "A JPEG of at most 480 or 1600 pixels"),
                RouteParameter(
                    "original", ["type": "boolean", "default": false],
                    "The bytes as they came: for dispatcher, operator and supervisor"),
            ],
            answers: [RouteAnswer(200, "The picture", MediaContent.pictures)],
            problems: [.invalid, .notFound, .unavailable],
            handler: response { services, request throws(Problem) in try services.media.show(request) }),
    ]
}

extension MediaContent {
    static let pictures = ["image/jpeg", "image/png", "image/heic"].map { MediaContent(type: $0, schema: .text) }
}
