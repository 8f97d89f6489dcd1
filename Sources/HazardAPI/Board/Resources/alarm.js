// A sound for a new emergency, if the reader wants one: asked once, kept in this browser, changed in the foot of the page.
// duty.js says that there is a new emergency with the event "emergency".
(function () {
  "use strict";

  const question = document.getElementById("sound");
  const change = document.getElementById("sound-switch");
  if (!question || !change || !window.AudioContext) return;

  // In seconds, in hertz, and as a share of full loudness.
  const tones = [[0, 880], [0.25, 660], [0.5, 880], [0.75, 660]];
  const toneTime = 0.2;
  const loudness = 0.25;

  let audio = null;

  // Null when nobody has answered, or when the browser keeps nothing.
  function wanted() {
    try {
      return localStorage.getItem("sound");
    } catch (problem) {
      return null;
    }
  }

  function want(answer) {
    try {
      localStorage.setItem("sound", answer);
    } catch (problem) {
      // The answer holds for this page only.
    }
    question.hidden = true;
    show(answer);
    if (answer === "on") play();
  }

  function show(answer) {
    change.hidden = answer === null;
    change.setAttribute("aria-pressed", String(answer === "on"));
    change.textContent = answer === "on" ? change.dataset.on : change.dataset.off;
  }

  // Browsers let a page sound only after a click or a key.
  function wake() {
    if (wanted() !== "on") return;
    audio = audio || new AudioContext();
    if (audio.state === "suspended") audio.resume();
  }

  function play() {
    wake();
    if (!audio) return;
    for (const [start, pitch] of tones) {
      const tone = audio.createOscillator();
      const volume = audio.createGain();
      tone.frequency.value = pitch;
      volume.gain.value = loudness;
      tone.connect(volume).connect(audio.destination);
      tone.start(audio.currentTime + start);
      tone.stop(audio.currentTime + start + toneTime);
    }
    // For tests and for support: how often this page has sounded.
    question.dataset.played = String(1 + Number(question.dataset.played || 0));
  }

  for (const button of question.querySelectorAll("button")) {
    button.addEventListener("click", () => want(button.value));
  }
  change.addEventListener("click", () => want(wanted() === "on" ? "off" : "on"));
  addEventListener("pointerdown", wake);
  addEventListener("keydown", wake);
  addEventListener("emergency", () => { if (wanted() === "on") play(); });
  question.hidden = wanted() !== null;
  show(wanted());
})();
