internal import HTTP
internal import HazardCore
internal import HazardText
internal import Wording

/// The form with the filters of *Now*. It sends them in the address.
struct NowForm {
    let filters: NowFilters
    let request: DeskRequest

    private var policy: Policy { request.context.policy }

    var html: String {
        let query = request.routed.http
        let isFiltered = ["department", "category", "priority", "state", "district", "programme", "since", "until"]
            .contains { !(query.query($0) ?? "").isEmpty }
        return """
            <form method="get" action="/" class="filters" role="search">\
            <p><label>\(request("搜索", "Search")) <input type="search" name="q" value="\(HTML.escaped(filters.text ?? ""))" \
            placeholder="\(request("案卷号、上报编号、地址或文字", "case, report, address or words"))"></label> \
            <button>\(request("查找", "Find"))</button> <a href="/">\(request("清除", "Clear"))</a></p>\
            <details\(isFiltered ? " open" : "")><summary>\(request("筛选", "Filters"))</summary><div class="fields">\
            \(choices)\
            <label>\(request("区县代码", "District")) <input name="district" size="8" \
            value="\(HTML.escaped(filters.selection.district ?? ""))"></label>\
            <label>\(request("立卷自", "Opened from")) <input type="date" name="since" value="\(given("since"))"></label>\
            <label>\(request("立卷至", "Opened until")) <input type="date" name="until" value="\(given("until"))"></label>\
            <button>\(request("筛选", "Filter"))</button></div></details></form>
            """
    }

    private func given(_ name: String) -> String {
        HTML.escaped(String((request.routed.http.query(name) ?? "").prefix(10)))
    }

    private var choices: String {
        let language = request.language
        let departments = policy.activeDepartments.map { ($0, request.department($0)) }
        let categories = policy.categories.filter { !$0.retired }.map {
            ($0.code, $0.code + " " + LocalText(zh: $0.name, en: $0.nameEnglish)[language])
        }
        let states = CaseState.allCases.map { ($0.rawValue, DutyWords.name(of: $0)[language]) }
        let programmes = policy.programmes.values.sorted { $0.id < $1.id }.map {
            ($0.id, LocalText(zh: $0.name, en: $0.nameEnglish)[language])
        }
        return FormHTML.select("department", request("部门", "Department"), departments, filters.selection.department)
            + FormHTML.select("category", request("类别", "Category"), categories, filters.selection.categories.first)
            + FormHTML.select(
                "priority", request("等级", "Priority"), Priority.allCases.map { ($0.rawValue, $0.rawValue) },
                filters.selection.priority?.rawValue)
            + FormHTML.select("state", request("状态", "State"), states, filters.selection.state?.rawValue)
            + FormHTML.select("programme", request("项目", "Programme"), programmes, filters.selection.programme)
    }
}

/// Parts of forms.
enum FormHTML {
    /// A choice among values with their names; the empty one comes first unless one is required.
    static func select(
        _ name: String, _ label: String, _ options: [(String, String)], _ chosen: String? = nil,
        isRequired: Bool = false,
        id: String? = nil
    ) -> String {
        let empty = isRequired && chosen != nil ? "" : "<option value=\"\"></option>"
        let all = options.map { value, text in
            "<option value=\"\(HTML.escaped(value))\"\(value == chosen ? " selected" : "")>\(HTML.escaped(text))</option>"
        }
        return "<label>\(HTML.escaped(label)) <select name=\"\(name)\"\(isRequired ? " required" : "")>"
            + "\(empty)\(all.joined())</select></label>"
    }

    static func text(
        _ name: String, _ label: String, isRequired: Bool = false, type: String = "text", value: String = "",
        _ attributes: String = ""
    ) -> String {
        "<label>\(HTML.escaped(label)) <input type=\"\(type)\" name=\"\(name)\" value=\"\(HTML.escaped(value))\" "
            + "maxlength=\"1000\"\(isRequired ? " required" : "") \(attributes)></label>"
    }

    /// A file of the camera or of the album; the page's form takes files.
    static func photo(_ label: String, _ attributes: String = "") -> String {
        "<label class=\"photo\">\(HTML.escaped(label)) <input type=\"file\" name=\"photo\" "
            + "accept=\"image/jpeg,image/png,image/heic,image/heif\" \(attributes)></label>"
    }

    static func checks(_ name: String, _ legend: String, _ options: [(String, String)], checked: Set<String> = [])
        -> String
    {
        let boxes = options.map { value, text in
            "<label><input type=\"checkbox\" name=\"\(name)\" value=\"\(HTML.escaped(value))\""
                + "\(checked.contains(value) ? " checked" : "")> \(HTML.escaped(text))</label>"
        }
        return "<fieldset><legend>\(HTML.escaped(legend))</legend>\(boxes.joined())</fieldset>"
    }

    static func hidden(_ name: String, _ value: String) -> String {
        "<input type=\"hidden\" name=\"\(name)\" value=\"\(HTML.escaped(value))\">"
    }
}
