/// What a browser does with the pages: keeps them fresh, and says so when it cannot.
enum DutyScript {
    /// The page is fetched again, with the token if there is one, when the stream tells of a change, when the connection is
    /// back, and once a minute because lateness comes by itself.
    ///
    /// The stream sends at least a heartbeat every 15 seconds, so 40 without a byte mean that the connection is lost even
    /// if nobody said so: a cut cable, a machine that slept. A refresh that takes long makes the next one wait longer.
    static let text = #"""
        (function () {
          "use strict";
          var words = document.body.dataset, token = sessionStorage.getItem("token") || "", plain = document.title;
          var heard = Date.now(), lastId = "", isLost = false, why = "", pause = 1000, cut = null, again = 0;
          var busy = false, wanted = false, pending = 0, took = 0;
          function by(id) { return document.getElementById(id); }
          function headers(more) {
            var all = more || {};
            all["Accept-Language"] = document.documentElement.lang;
            if (token) all["Authorization"] = "Bearer " + token;
            return all;
          }
          function clock(at) {
            // The city's clock, wherever the screen stands: its minutes from UTC come with the page.
            var city = function (instant) { return new Date(instant + 60000 * Number(words.zone)).toISOString(); };
            var day = city(at).slice(5, 10), time = city(at).slice(11, 16);
            return day === city(Date.now()).slice(5, 10) ? time : day + " " + time;
          }
          function tell() {
            var text = isLost ? words.lost.replace("{since}", clock(heard)) : why ? words.failed.replace("{why}", why) : "";
            text = text.replace("{asof}", by("asof").textContent);
            var banner = by("banner"), main = by("content"), urgent = Number(main.dataset.emergencies || 0);
            if (banner.textContent !== text) banner.textContent = text;
            banner.hidden = !text;
            main.classList.toggle("old", !!text);
            document.title = (text ? words.mark : "") + (urgent ? "(P0 " + urgent + ") " : "") + plain;
            var form = by("access"), isOpen = main.dataset.open === "true";
            if (!form) return;
            form.hidden = isOpen;
            by("refused").hidden = isOpen || !token;
          }
          function take(text) {
            var fresh = new DOMParser().parseFromString(text, "text/html"), main = by("content");
            var next = fresh.getElementById("content");
            if (!next) throw new Error("no page");
            by("asof").textContent = fresh.getElementById("asof").textContent;
            ["open", "emergencies"].forEach(function (name) { main.dataset[name] = next.dataset[name]; });
            if (main.innerHTML === next.innerHTML) return;
            var focused = document.activeElement, place = focused && main.contains(focused) && focused.getAttribute("href");
            main.replaceChildren.apply(main, Array.from(next.childNodes));
            var found = place && Array.from(main.querySelectorAll("a")).find(function (a) {
              return a.getAttribute("href") === place;
            });
            if (found) found.focus({ preventScroll: true });
          }
          function refresh() {
            if (busy) { wanted = true; return; }
            busy = true;
            var began = Date.now(), stop = new AbortController(), limit = setTimeout(function () { stop.abort(); }, 20000);
            fetch(location.pathname + location.search, { headers: headers(), cache: "no-store", signal: stop.signal })
              .then(function (answer) {
                return answer.text().then(function (text) {
                  if (!(answer.headers.get("content-type") || "").startsWith("text/html")) throw new Error(answer.status);
                  take(text);
                  why = "";
                });
              })
              .catch(function (problem) { why = problem.name === "Error" ? problem.message : words.silent; })
              .then(function () {
                clearTimeout(limit);
                busy = false;
                took = Date.now() - began;
                tell();
                if (by("content").dataset.open === "true") listen();
                if (wanted) { wanted = false; changed(); }
              });
          }
          function changed() {
            if (pending) return;
            pending = setTimeout(function () { pending = 0; refresh(); }, Math.max(1000, 4 * took));
          }
          function lines(text) {
            var wanted = by("content").dataset.case, event = "";
            text.split("\n").forEach(function (line) {
              if (!line) event = "";
              if (line.startsWith("id: ")) lastId = line.slice(4);
              if (line.startsWith("event: ")) event = line.slice(7);
              if (event === "case" && line.startsWith("data: ") && (!wanted || line.includes(wanted))) changed();
            });
          }
          function listen() {
            if (cut) return;
            var own = cut = new AbortController(), denied = false;
            clearTimeout(again);
            fetch("/v1/stream", { headers: headers(lastId ? { "Last-Event-ID": lastId } : {}), signal: own.signal })
              .then(function (answer) {
                if (answer.status === 410) lastId = "";
                denied = answer.status === 401 || answer.status === 403;
                if (!answer.ok) throw new Error(answer.status);
                var reader = answer.body.getReader(), decoder = new TextDecoder(), rest = "";
                heard = Date.now();
                pause = 1000;
                if (isLost) { isLost = false; changed(); }
                tell();
                function next() {
                  return reader.read().then(function (part) {
                    if (part.done) return;
                    heard = Date.now();
                    rest += decoder.decode(part.value, { stream: true });
                    var end = rest.lastIndexOf("\n\n");
                    if (end >= 0) { lines(rest.slice(0, end)); rest = rest.slice(end + 2); }
                    return next();
                  });
                }
                return next();
              })
              .catch(function () {})
              .then(function () {
                if (cut !== own) return;
                cut = null;
                isLost = !denied;
                tell();
                again = setTimeout(denied ? refresh : listen, pause);
                pause = Math.min(2 * pause, 15000);
              });
          }
          var form = by("access");
          if (form) form.addEventListener("submit", function (event) {
            event.preventDefault();
            token = by("token").value;
            by("token").value = "";
            sessionStorage.setItem("token", token);
            refresh();
          });
          setInterval(function () { if (cut && Date.now() - heard > 40000) cut.abort(); }, 5000);
          setInterval(function () { if (!isLost && by("content").dataset.open === "true") refresh(); }, 60000);
          addEventListener("online", function () { pause = 1000; listen(); });
          if (by("content").dataset.open === "true") listen();
          else if (token) refresh();
          tell();
        })();
        """#
}
