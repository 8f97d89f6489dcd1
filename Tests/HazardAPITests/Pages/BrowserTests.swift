import HTTP
import HazardAPI
import HazardCore
import JSONText
import Telemetry
import TestSupport
import Testing

/// The duty officer's pages in a real browser. Without Chromium the tests are skipped, and the output says so.
@Suite(
    .serialized,
    .enabled(if: Browser.chromium != nil, "the pages are not tested in a browser: install chromium and python3"))
struct BrowserTests {
    private static func address(_ town: Town, _ target: String = "/") -> String {
        "http://127.0.0.1:\(town.port)\(target)"
    }

    /// Opens a page and waits until its script listens to the live stream.
    private static func openLive(_ browser: Browser, _ town: Town, _ target: String = "/") throws {
        try browser.open(address(town, target))
        #expect(try browser.hears("/v1/stream"))
    }

    private static func shows(_ text: String) -> String {
        // Between two pages there is no content.
        "document.getElementById('content')?.textContent.includes('\(text)') === true"
    }

    private static let banner = "document.getElementById('banner')"

    @Test(arguments: [("zh-CN", "zh-CN"), ("en-GB", "en")])
    func `every page loads without an error in the console or a request to another server`(
        _ wanted: String, _ language: String
    ) throws {
        let town = try Town()
        let value = Town.openCase(1)
        try town.commit([value])
        let browser = try Browser()
        for target in ["/", "/?state=dispatched", "/cases/\(value.id.text)", "/cases/20251122-00-000009"] {
            try browser.open(Self.address(town, target), language: wanted)
            let (errors, requests) = try browser.seen()
            // The console reports the status of the page of a case that does not exist.
            #expect(errors.filter { !$0.contains("404") } == [], "\(target)")
            #expect(requests.count >= 3 && requests.allSatisfy { $0.hasPrefix(Self.address(town)) }, "\(requests)")
            #expect(try browser.value("document.documentElement.lang").string == language)
            #expect(try browser.value("\(Self.banner).hidden").bool == true)
            #expect(try browser.value("getComputedStyle(document.querySelector('header')).display").string == "flex")
        }
    }

    @Test func `a change arrives on the overview and on its own case's page by itself`() throws {
        let town = try Town()
        var value = Town.openCase(1)
        try town.commit([value])
        let browser = try Browser()
        try Self.openLive(browser, town)
        #expect(try browser.value("document.title").string == "当前")
        var fire = Town.openCase(2)
        fire.priority = .p0
        fire.text = "烟雾很大"
        try town.commit([fire])
        #expect(try browser.becomes(Self.shows("烟雾很大")))
        #expect(try browser.value("document.title").string == "(P0 1) 当前")

        try Self.openLive(browser, town, "/cases/\(value.id.text)")
        value.text = "桥面已封闭"
        value.version += 1
        try town.commit([value])
        #expect(try browser.becomes(Self.shows("桥面已封闭")))
        #expect(try browser.seen().errors == [])
    }

    @Test func `banner and title show a lost connection, and the page recovers by itself`() throws {
        let town = try Town()
        try town.commit([Town.openCase(1)])
        let browser = try Browser()
        try Self.openLive(browser, town)
        #expect(try browser.seen().errors == [])
        town.server.stop(within: .seconds(2))
        #expect(try browser.becomes("!\(Self.banner).hidden && \(Self.banner).textContent.startsWith('连接中断')"))
        #expect(try browser.value("\(Self.banner).textContent.includes('2026-11-18 19:06:40')").bool == true)
        #expect(try browser.value("document.title").string == "【中断】当前")
        #expect(try browser.value("document.getElementById('content').className").string == "old")
        #expect(try browser.value(Self.shows("沱江一号桥")).bool == true)

        try town.commit([Town.openCase(2)], publishes: false)
        var context = town.context
        context.metrics = MetricRegistry()
        let address = ListenAddress(host: "127.0.0.1", port: town.port)
        let server = try APIServer(context, HTTPServerSettings(listen: [address]))
        try server.start()
        defer { server.stop(within: .seconds(2)) }
        #expect(try browser.becomes("\(Self.banner).hidden"))
        #expect(try browser.becomes(Self.shows(Town.openCase(2).id.text)))
        #expect(try browser.value("document.title").string == "当前")
    }

    @Test func `the page asks for a token, refuses one without rights, and opens with a good one for the session`()
        throws
    {
        let town = try Town { $0.tokens = try TownPolicy.tokens() }
        try town.commit([Town.openCase(1)])
        let browser = try Browser()
        try browser.open(Self.address(town))
        func enter(_ token: String) throws {
            try browser.run(
                "document.getElementById('token').value = '\(token)'; document.querySelector('main form').requestSubmit();"
            )
        }
        #expect(try browser.value("document.querySelector('.problem') === null").bool == true)
        try enter("gateway")
        #expect(
            try browser.becomes(
                "document.querySelector('.problem') && document.querySelector('main form button') !== null"))
        #expect(try browser.value(Self.shows("沱江一号桥")).bool == false)
        try enter("viewer")
        #expect(try browser.becomes(Self.shows("沱江一号桥")))
        #expect(try browser.becomes("document.getElementById('token') === null"))
        #expect(try browser.value("document.cookie").string?.isEmpty == true)
        try browser.open(Self.address(town, "/cases/\(Town.openCase(1).id.text)"))
        #expect(try browser.becomes(Self.shows("沱江一号桥")))
        #expect(try browser.seen().errors == [])
    }

    @Test func `a person dispatches a case by hand, and a form that is filled in stays when a change arrives`() throws {
        let town = try Town()
        var value = Town.openCase(1)
        try town.commit([value])
        let browser = try Browser()
        try Self.openLive(browser, town, "/cases/\(value.id.text)?act=escalate")
        let reason = "document.querySelector('form[data-action=escalate] input[name=reason]')"
        try browser.run("\(reason).focus(); \(reason).value = '无人接';")
        value.text = "桥面已封闭"
        value.version += 1
        try town.commit([value])
        #expect(try browser.becomes("!document.getElementById('fresh').hidden"))
        #expect(try browser.value("\(reason).value").string == "无人接")
        try browser.run("document.querySelector('#fresh button').click()")
        #expect(try browser.becomes(Self.shows("桥面已封闭")))
        #expect(try browser.seen().errors == [])
    }

    @Test func `the browser runs and loads nothing but the server's own files`() throws {
        let town = try Town()
        let browser = try Browser()
        try browser.open(Self.address(town))
        try browser.run(
            """
            const script = document.createElement('script');
            script.textContent = 'window.ran = true';
            document.body.append(script);
            const image = document.createElement('img');
            image.src = 'http://127.0.0.2:\(town.port)/assets/icon.svg';
            image.onerror = () => { window.blocked = true; };
            document.body.append(image);
            """)
        #expect(try browser.becomes("window.blocked === true"))
        #expect(try browser.value("window.ran === undefined").bool == true)
        #expect(try browser.seen().errors.contains { $0.contains("Content Security Policy") })
    }
}
