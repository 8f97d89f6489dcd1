// Keeps a page up to date, and says so when it cannot. Every page works without it.
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
  // Nothing moves under the pointer of somebody who used the page so shortly before.
  const quietTime = 10000;

  const words = document.body.dataset;
  const title = document.title;
  const element = (id) => document.getElementById(id);

  let lastHeard = Date.now();
  let lastEventId = "";
  let lastTouch = 0;
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
  // The fetched content that waits until the reader asks for it.
  let waiting = null;
  let loadedAt = Date.now();
  // The number of emergencies when the page was fetched last, and whether one came in since somebody was at the page.
  let emergencies = Number(document.getElementById("content").dataset.emergencies || 0);
  let isUnseen = false;

  const content = () => element("content");
  const isLive = () => !!content().dataset.stream;
  const headers = (more) => Object.assign({ "Accept-Language": document.documentElement.lang }, more);

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
    const shown = Number(content().dataset.emergencies || 0);
    if (banner.textContent !== text) banner.textContent = text;
    banner.hidden = !text;
    content().classList.toggle("old", !!text);
    document.title = (text ? words.mark : "") + (isUnseen ? words.alarm : "")
      + (shown ? "(P0 " + shown + ") " : "") + title;
    element("fresh").hidden = !waiting;
  }

  // How long until or since a deadline, as the server writes it, by the server's clock.
  function countDown() {
    const now = Number(content().dataset.now) + Date.now() - loadedAt;
    for (const mark of content().querySelectorAll("[data-at]")) {
      const left = Number(mark.dataset.at) - now;
      const minutes = Math.floor(Math.abs(left) / 60000);
      const [d, h, m] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes % 60];
      const span = d ? d + " " + words.d + " " + h + " " + words.h
        : (h ? h + " " + words.h + " " : "") + m + " " + words.m;
      const text = (left < 0 ? words.over : words.left).replace("{t}", span);
      if (mark.textContent !== text) mark.textContent = text;
    }
  }

  // MARK: Refreshing the content

  // Whether the reader is at work on the page: it must not change then.
  function isBusy() {
    const field = document.activeElement;
    const isTyping = field && content().contains(field) && field.matches("input, select, textarea");
    const isFilled = Array.from(content().querySelectorAll("form[method=post]")).some((form) =>
      Array.from(form.elements).some((field) => field.type !== "hidden" && field.type !== "checkbox"
        && field.tagName !== "SELECT" && "defaultValue" in field && field.value !== field.defaultValue));
    return isTyping || isFilled || Date.now() - lastTouch < quietTime;
  }

  // Shows fetched content. What was open stays open, and the link with the focus keeps it.
  function show(page) {
    const fresh = page.getElementById("content");
    const old = content();
    for (const name of ["emergencies", "now"]) old.dataset[name] = fresh.dataset[name];
    loadedAt = Date.now();
    waiting = null;
    const focused = document.activeElement;
    const target = focused && old.contains(focused) ? focused.getAttribute("href") : null;
    const open = new Map(Array.from(old.querySelectorAll("details[id]")).map((part) => [part.id, part.open]));
    for (const part of fresh.querySelectorAll("details[id]")) if (open.has(part.id)) part.open = open.get(part.id);
    old.replaceChildren(...fresh.childNodes);
    const link = target && Array.from(old.querySelectorAll("a")).find((a) => a.getAttribute("href") === target);
    if (link) link.focus({ preventScroll: true });
    countDown();
  }

  // The content without what differs at every load: ids of forms, and times that count.
  const signature = (main) => main.innerHTML.replace(/desk-[0-9a-f]+/g, "").replace(/data-at="\d+">[^<]*/g, "");

  function replaceContent(html) {
    const page = new DOMParser().parseFromString(html, "text/html");
    const fresh = page.getElementById("content");
    if (!fresh) throw new Error("no page");
    element("asof").textContent = page.getElementById("asof").textContent;
    const count = Number(fresh.dataset.emergencies || 0);
    const isNewEmergency = count > Number(content().dataset.emergencies || 0);
    if (count > emergencies) {
      isUnseen = true;
      dispatchEvent(new Event("emergency"));
    }
    emergencies = count;
    if (signature(fresh) === signature(content()) || !isBusy() || isNewEmergency && !isFormOpen()) show(page);
    else waiting = page;
  }

  // A new emergency enters at once, but never into a form that somebody fills in.
  function isFormOpen() {
    const field = document.activeElement;
    return field && content().contains(field) && field.matches("form[method=post] *");
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
      // The session is over: the server sends the reader to the sign-in.
      if (answer.redirected) return location.reload();
      replaceContent(text);
      failure = "";
    } catch (problem) {
      failure = problem.name === "Error" ? problem.message : words.silent;
    }
    clearTimeout(timer);
    isRefreshing = false;
    refreshTime = Date.now() - start;
    showState();
    if (isLive()) listen();
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
    }, Math.max(150, 4 * refreshTime));
  }

  // MARK: The live stream

  // Reads whole events. A page of one case needs only the changes of that case.
  function readEvents(text) {
    const caseId = content().dataset.case;
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
      const answer = await fetch(content().dataset.stream,
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

  // MARK: Keys

  // 1–9, N, D and R press what carries the key; Enter presses the first choice. Not while somebody types.
  function pressKey(event) {
    touch();
    if (event.ctrlKey || event.altKey || event.metaKey || event.target.matches("input, select, textarea")) return;
    const key = event.key.toLowerCase();
    const isPlainEnter = key === "enter" && event.target === document.body;
    const wanted = isPlainEnter ? "1" : /^[a-z0-9]$/.test(key) ? key : "";
    const target = wanted && content().querySelector("[data-key=\"" + wanted + "\"]");
    if (!target) return;
    event.preventDefault();
    if (target.tagName !== "DETAILS") return target.click();
    target.open = true;
    const field = target.querySelector("select, input:not([type=hidden])");
    if (field) field.focus();
  }

  // Somebody is at the page: nothing may move, and the mark of a new emergency has done its work.
  function touch() {
    lastTouch = Date.now();
    if (!isUnseen) return;
    isUnseen = false;
    showState();
  }

  // MARK: Start

  addEventListener("keydown", pressKey);
  addEventListener("pointermove", touch, { passive: true });
  addEventListener("pointerdown", touch, { passive: true });
  element("fresh").querySelector("button").addEventListener("click", () => {
    if (waiting) show(waiting);
    showState();
  });
  const locate = element("locate");
  if (locate && navigator.geolocation && isSecureContext) {
    locate.hidden = false;
    locate.addEventListener("click", () => navigator.geolocation.getCurrentPosition((place) => {
      locate.form.elements.lat.value = place.coords.latitude.toFixed(6);
      locate.form.elements.lon.value = place.coords.longitude.toFixed(6);
    }));
  }
  setInterval(countDown, 10000);
  if (isLive()) {
    setInterval(() => { if (stream && Date.now() - lastHeard > mostSilence) stream.abort(); }, checkInterval);
    setInterval(() => { if (!isLost) refresh(); }, refreshInterval);
    setInterval(() => {
      if (!waiting || isBusy()) return;
      show(waiting);
      showState();
    }, checkInterval);
    addEventListener("online", () => {
      retryDelay = 1000;
      listen();
    });
    listen();
  }
  showState();
})();
