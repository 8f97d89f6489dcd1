internal import Digest

/// The page around the overview's content: style, script, and a policy that lets nothing else run or load.
enum DutyFrame {
    /// Names the one style and the one script by their hashes.
    static let policy =
        "default-src 'none'; script-src \(source(script)); style-src \(source(style)); connect-src 'self'; "
        + "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"

    private static func source(_ text: String) -> String {
        guard let digest = try? SHA256.digest(of: Array(text.utf8)) else { return "'none'" }
        return "'sha256-\(Base64.encode(digest))'"
    }

    static func page(_ words: DutyWords, content: String) -> String {
        let links = Route.allCases.filter { !$0.isPost && !$0.rawValue.contains("{") && $0 != .page }
            .map { "<li><a href=\"\($0.rawValue)\">\($0.rawValue)</a></li>" }
        return """
            <!doctype html>
            <html lang="\(words.language)"><head><meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(HTML.escaped(words.title))</title><style>\(style)</style></head>
            <body><h1>\(HTML.escaped(words.title))</h1>
            <form id="access"><label>\(HTML.escaped(words.token)) <input id="token" type="password"
            autocomplete="off"></label> <button>\(HTML.escaped(words.show))</button></form>
            <main id="content" aria-live="polite"><h2>\(HTML.escaped(words.newest))</h2>\(content)</main>
            <h2>\(HTML.escaped(words.addresses))</h2><ul>\(links.joined())</ul>
            <script>\(script)</script></body></html>

            """
    }

    private static let style = """
        body{font:16px/1.5 system-ui,sans-serif;margin:1rem auto;max-width:75rem;padding:0 1rem}\
        table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.3rem .6rem;\
        border-bottom:1px solid #ccc;vertical-align:top}tr.late td{background:#fde8e8}\
        .counts{display:flex;flex-wrap:wrap;gap:.3rem 1.5rem;list-style:none;padding:0}
        """

    /// Fetches the page again when the stream tells of a change, at most once a second, with the token if there is one.
    private static let script = """
        (function () {
          "use strict";
          var token = sessionStorage.getItem("token") || "", due = false, lastId = "";
          function headers(more) {
            var all = more || {};
            if (token) all["Authorization"] = "Bearer " + token;
            return all;
          }
          function refresh() {
            due = false;
            return fetch("/", { headers: headers() }).then(function (answer) { return answer.text(); })
              .then(function (text) {
                var fresh = new DOMParser().parseFromString(text, "text/html").getElementById("content");
                if (fresh) document.getElementById("content").replaceChildren(...fresh.childNodes);
              });
          }
          function changed() {
            if (due) return;
            due = true;
            setTimeout(function () { refresh().catch(function () {}); }, 1000);
          }
          function listen() {
            var more = lastId ? { "Last-Event-ID": lastId } : {};
            fetch("/v1/stream", { headers: headers(more) }).then(function (answer) {
              if (!answer.ok) { if (answer.status === 410) lastId = ""; throw new Error(answer.status); }
              var reader = answer.body.getReader(), text = "", decoder = new TextDecoder();
              function next() {
                return reader.read().then(function (part) {
                  if (part.done) return;
                  text += decoder.decode(part.value, { stream: true });
                  var lines = text.split("\\n");
                  text = lines.pop();
                  lines.forEach(function (line) {
                    if (line.startsWith("id: ")) lastId = line.slice(4);
                    if (line === "event: case") changed();
                  });
                  return next();
                });
              }
              return next();
            }).catch(function () {}).then(function () { setTimeout(listen, 3000); });
          }
          document.getElementById("access").addEventListener("submit", function (event) {
            event.preventDefault();
            token = document.getElementById("token").value;
            sessionStorage.setItem("token", token);
            refresh().catch(function () {});
          });
          if (token) refresh().catch(function () {});
          listen();
        })();
        """
}
