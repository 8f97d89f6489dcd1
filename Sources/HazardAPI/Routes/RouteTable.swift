/// Finds the routes of a path: one step per segment, whatever the number of routes.
struct RouteTable: Sendable {
    /// What a path leads to.
    struct Match: Sendable {
        /// The routes of the path, one per method; never empty.
        let routes: [Route]
        /// The texts in the places of the placeholders, in their order.
        let values: [String]

        /// The path as the routes write it.
        var template: String { routes.first?.path.text ?? "" }

        /// The values of `Allow`.
        var allowed: [String] { routes.flatMap(\.method.allowed) }

        /// The route for the method of a request.
        func route(for method: String) -> Route? { routes.first { $0.method.allowed.contains(method) } }
    }

    private struct Node: Sendable {
        var literals: [String: Node] = [:]
        /// The node behind a placeholder: one or none. An array, because a value cannot hold itself.
        var placeholder: [Node] = []
        var routes: [Route] = []
    }

    private let root: Node

    init(_ routes: [Route]) {
        var root = Node()
        for route in routes { Self.insert(route, route.path.segments[...], into: &root) }
        self.root = root
    }

    /// The routes of a path, given as its decoded segments; nil when there are none.
    ///
    /// A literal segment comes before a placeholder. An empty segment never matches.
    func match(_ segments: [String]) -> Match? {
        var values: [String] = []
        let routes = Self.find(segments[...], below: root, &values)
        return routes.isEmpty ? nil : Match(routes: routes, values: values)
    }

    private static func insert(_ route: Route, _ rest: ArraySlice<PathTemplate.Segment>, into node: inout Node) {
        switch rest.first {
        case nil: node.routes.append(route)
        case .literal(let text): insert(route, rest.dropFirst(), into: &node.literals[text, default: Node()])
        case .placeholder:
            if node.placeholder.isEmpty { node.placeholder = [Node()] }
            insert(route, rest.dropFirst(), into: &node.placeholder[0])
        }
    }

    private static func find(_ rest: ArraySlice<String>, below node: Node, _ values: inout [String]) -> [Route] {
        guard let segment = rest.first else { return node.routes }
        if let next = node.literals[segment] {
            let routes = find(rest.dropFirst(), below: next, &values)
            if !routes.isEmpty { return routes }
        }
        guard let next = node.placeholder.first, !segment.isEmpty else { return [] }
        values.append(segment)
        let routes = find(rest.dropFirst(), below: next, &values)
        if routes.isEmpty { values.removeLast() }
        return routes
    }
}
