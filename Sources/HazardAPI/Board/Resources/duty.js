// Keeps a duty officer's page up to date, and says so when it cannot.
//
// The server renders the page. This script fetches the same page again and replaces its content: when the live stream
// reports a change, when the connection comes back, and once a minute, because cases become overdue without a change.
(function () {
  "use strict";

  // All times are in milliseconds.
  // The stream sends a heartbeat every 15 s. After this time without a byte the connection is lost, even if the browser
  // reports no error: a cable was cut, or the machine slept.
  const mostSilence = 40000;
  const mostRefreshTime = 20000;
  const mostRetryDelay = 15000;
  const refreshInterval = 60000;
  const checkInterval = 5000;

  const words = document.body.dataset;
  const title = document.title;
  const element = (id) => document.getElementById(id);

  let token = sessionStorage.getItem("token") || "";
  let lastHeard = Date.now();
  let lastEventId = "";
  let isLost = false;
  // Why the last refresh failed; empty when it succeeded.
  let failure = "";
  // Aborts the open stream; null when there is none.
  let stream = null;
  let retryDelay = 1000;
  let retryTimer = 0;
  let isRefreshing = false;
  let mustRefreshAgain = false;
  let refreshTimer = 0;
  let refreshTime = 0;

  const isOpen = () => element("content").dataset.open === "true";

  function headers(more) {
    const all = Object.assign({ "Accept-Language": document.documentElement.lang }, more);
    if (token) all["Authorization"] = "Bearer " + token;
    return all;
  }

  // MARK: What the page says

  // The city's time, whatever the time zone of this machine. The page has the city's minutes from UTC.
  function cityTime(instant) {
    const text = (at) => new Date(at + 60000 * Number(words.zone)).toISOString();
    const day = text(instant).slice(5, 10);
    const time = text(instant).slice(11, 16);
    return day === text(Date.now()).slice(5, 10) ? time : day + " " + time;
  }

  function bannerText() {
    const text = isLost ? words.lost.replace("{since}", cityTime(lastHeard))
      : failure ? words.failed.replace("{why}", failure) : "";
    return text.replace("{asof}", element("asof").textContent);
  }

  function showState() {
    const text = bannerText();
    const banner = element("banner");
    const emergencies = Number(element("content").dataset.emergencies || 0);
    if (banner.textContent !== text) banner.textContent = text;
    banner.hidden = !text;
    element("content").classList.toggle("old", !!text);
    document.title = (text ? words.mark : "") + (emergencies ? "(P0 " + emergencies + ") " : "") + title;
    if (!element("access")) return;
    element("access").hidden = isOpen();
    element("refused").hidden = isOpen() || !token;
  }

  // MARK: Refreshing the content

  // Replaces the content by that of a fetched page. The link with the focus keeps it.
  function replaceContent(html) {
    const page = new DOMParser().parseFromString(html, "text/html");
    const fresh = page.getElementById("content");
    if (!fresh) throw new Error("no page");
    const content = element("content");
    element("asof").textContent = page.getElementById("asof").textContent;
    for (const name of ["open", "emergencies"]) content.dataset[name] = fresh.dataset[name];
    if (content.innerHTML === fresh.innerHTML) return;
    const focused = document.activeElement;
    const target = focused && content.contains(focused) ? focused.getAttribute("href") : null;
    content.replaceChildren(...fresh.childNodes);
    const link = target && Array.from(content.querySelectorAll("a")).find((a) => a.getAttribute("href") === target);
    if (link) link.focus({ preventScroll: true });
  }

  async function refresh() {
    if (isRefreshing) {
      mustRefreshAgain = true;
      return;
    }
    isRefreshing = true;
    const start = Date.now();
    const request = new AbortController();
    const timer = setTimeout(() => request.abort(), mostRefreshTime);
    try {
      const answer = await fetch(location.pathname + location.search,
        { headers: headers(), cache: "no-store", signal: request.signal });
      const text = await answer.text();
      const type = answer.headers.get("content-type") || "";
      if (!type.startsWith("text/html")) throw new Error(answer.status);
      replaceContent(text);
      failure = "";
    } catch (problem) {
      failure = problem.name === "Error" ? problem.message : words.silent;
    }
    clearTimeout(timer);
    isRefreshing = false;
    refreshTime = Date.now() - start;
    showState();
    if (isOpen()) listen();
    if (mustRefreshAgain) {
      mustRefreshAgain = false;
      refreshSoon();
    }
  }

  // Many changes lead to one refresh. The longer a refresh takes, the longer the next one waits.
  function refreshSoon() {
    if (refreshTimer) return;
    refreshTimer = setTimeout(() => {
      refreshTimer = 0;
      refresh();
    }, Math.max(1000, 4 * refreshTime));
  }

  // MARK: The live stream

  // Reads whole events. A page of one case needs only the changes of that case.
  function readEvents(text) {
    const caseId = element("content").dataset.case;
    let event = "";
    for (const line of text.split("\n")) {
      if (!line) event = "";
      if (line.startsWith("id: ")) lastEventId = line.slice(4);
      if (line.startsWith("event: ")) event = line.slice(7);
      const isChange = event === "case" && line.startsWith("data: ");
      if (isChange && (!caseId || line.includes(caseId))) refreshSoon();
    }
  }

  async function readStream(body) {
    const reader = body.getReader();
    const decoder = new TextDecoder();
    let rest = "";
    for (;;) {
      const part = await reader.read();
      if (part.done) return;
      lastHeard = Date.now();
      rest += decoder.decode(part.value, { stream: true });
      const end = rest.lastIndexOf("\n\n");
      if (end < 0) continue;
      readEvents(rest.slice(0, end));
      rest = rest.slice(end + 2);
    }
  }

  async function listen() {
    if (stream) return;
    const own = stream = new AbortController();
    let isDenied = false;
    clearTimeout(retryTimer);
    try {
      const answer = await fetch("/v1/stream",
        { headers: headers(lastEventId ? { "Last-Event-ID": lastEventId } : {}), signal: own.signal });
      // The position belongs to another log: start from now.
      if (answer.status === 410) lastEventId = "";
      isDenied = answer.status === 401 || answer.status === 403;
      if (!answer.ok) throw new Error(answer.status);
      lastHeard = Date.now();
      retryDelay = 1000;
      if (isLost) {
        isLost = false;
        refreshSoon();
      }
      showState();
      await readStream(answer.body);
    } catch (problem) {
      // Every end of a stream is handled below.
    }
    if (stream !== own) return;
    stream = null;
    isLost = !isDenied;
    showState();
    retryTimer = setTimeout(isDenied ? refresh : listen, retryDelay);
    retryDelay = Math.min(2 * retryDelay, mostRetryDelay);
  }

  // MARK: Start

  if (element("access")) {
    element("access").addEventListener("submit", (event) => {
      event.preventDefault();
      token = element("token").value;
      element("token").value = "";
      sessionStorage.setItem("token", token);
      refresh();
    });
  }
  setInterval(() => { if (stream && Date.now() - lastHeard > mostSilence) stream.abort(); }, checkInterval);
  setInterval(() => { if (!isLost && isOpen()) refresh(); }, refreshInterval);
  addEventListener("online", () => {
    retryDelay = 1000;
    listen();
  });
  if (isOpen()) listen();
  else if (token) refresh();
  showState();
})();
