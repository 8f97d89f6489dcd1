internal import HTTP
internal import HazardCore
internal import Wording

/// Lists the services of Open311, which are our categories. They are the same in every jurisdiction.
struct Open311Services: Sendable {
    let context: APIContext

    /// `GET /open311/v2/services`.
    func list(_ request: RoutedRequest) throws(Problem) -> HTTPResponse {
        let policy = context.policy
        _ = try Open311Fields(query: request.http.query).jurisdiction(policy)
        let services = policy.categories.filter { !$0.retired }.map { service($0, in: request.language) }
        let content = Open311Content(root: "services", value: .list(element: "service", services))
        return request.open311Format.response(content)
    }

    /// `GET /open311/v2/services/{service_code}`.
    func show(_ request: RoutedRequest) throws(Problem) -> HTTPResponse {
        let policy = context.policy
        _ = try Open311Fields(query: request.http.query).jurisdiction(policy)
        guard let category = policy.category(request.value(of: "service_code")), !category.retired else {
            throw .unknownService
        }
        let attributes = Self.hasAttributes(category) ? [conditions(of: category, in: request.language)] : []
        let value = Open311Value.object([
            ("service_code", .text(category.code)), ("attributes", .list(element: "attribute", attributes)),
        ])
        return request.open311Format.response(Open311Content(root: "service_definition", value: value))
    }

    private func service(_ category: HazardCategory, in language: Language) -> Open311Value {
        .object([
            ("service_code", .text(category.code)), ("service_name", .text(category.localName[language])),
            ("description", .text(Self.description(of: category, in: language))),
            ("metadata", .flag(Self.hasAttributes(category))),
            // The number of a request is made at once.
            ("type", .text("realtime")), ("keywords", .text(category.id)),
            ("group", .text(String(category.code.prefix { $0.isLetter }))),
        ])
    }

    /// The circumstances under which a hazard of the category is filed.
    private static func description(of category: HazardCategory, in language: Language) -> String {
        let words = category.conditions.map { LocalText(zh: $0.descriptionChinese, en: $0.description)[language] }
        return words.joined(separator: language(zh: "；", en: "; "))
    }

    private static func hasAttributes(_ category: HazardCategory) -> Bool {
        category.id != HazardCategory.unclassifiedID && !category.conditions.isEmpty
    }

    /// The filing condition, as the one attribute of a service.
    private func conditions(of category: HazardCategory, in language: Language) -> Open311Value {
        let values = category.conditions.map { condition in
            let name = LocalText(zh: condition.descriptionChinese, en: condition.description)
            return Open311Value.object([("key", .text(condition.code)), ("name", .text(name[language]))])
        }
        return .object([
            ("variable", .flag(true)), ("code", .text(Open311Report.condition)), ("datatype", .text("singlevaluelist")),
            ("required", .flag(false)), ("datatype_description", .none), ("order", .whole(1)),
            ("description", .text(language(zh: "立案条件", en: "What it is like"))),
            ("values", .list(element: "value", values)),
        ])
    }
}

extension HazardCategory {
    /// The name in both languages.
    var localName: LocalText { LocalText(zh: name, en: nameEnglish) }
}

extension RoutedRequest {
    /// The form of the answer.
    var open311Format: Open311Format { Open311Format(of: http.head) ?? .json }
}
