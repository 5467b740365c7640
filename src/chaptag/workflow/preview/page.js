// Looking and listening: the list, the timeline and the audio element, kept in step.
// Titles are data: they reach the page through textContent and value only.

const find = (id) => document.getElementById(id);
const data = JSON.parse(find("data").textContent);
const audio = find("audio");
const duration = data.duration;
document.documentElement.classList.add("live");
document.documentElement.classList.toggle("wide", data.hours);

// One entry for each chapter, in the order of time: its values, its line in the list, its span on the timeline.
const spansByNumber = [...find("spans").children];
let list = data.chapters.map((chapter, index) => ({
  ...chapter,
  noted: { start: chapter.start, title: chapter.title },
  row: find(`c${index + 1}`),
  span: spansByNumber[index],
}));

const visible = () => list.filter((entry) => !entry.hidden);
const within = (ms) => Math.min(Math.max(ms, 0), duration);
const percent = (ms) => `${(100 * within(ms)) / duration}%`;
const nameOf = (entry) => entry.title || "untitled";

function clock(ms, hours = data.hours) {
  const whole = Math.round(ms);
  const [seconds, rest] = [Math.floor(whole / 1000), whole % 1000];
  const two = (number) => String(number).padStart(2, "0");
  const tail = rest ? `.${String(rest).padStart(3, "0")}` : "";
  const minutes = Math.floor(seconds / 60);
  const head = hours ? `${Math.floor(minutes / 60)}:${two(minutes % 60)}` : two(minutes);
  return `${head}:${two(seconds % 60)}${tail}`;
}

function setTime(element, ms) {
  const [whole, rest] = clock(ms).split(".");
  element.textContent = whole;
  if (!rest) return;
  const small = document.createElement("small");
  small.textContent = `.${rest}`;
  element.append(small);
}

// "1:02:03.5", "62:03", "90", "90,25s" in ms; null for anything else.
function parseTime(text) {
  const match = /^(?:(?:(\d{1,4}):)?(\d{1,4}):)?(\d{1,9})(?:[.,](\d{1,3}))?\s*s?$/.exec(text.trim());
  if (!match) return null;
  const [, hours, minutes, seconds, fraction] = match;
  if ((minutes !== undefined && (Number(seconds) > 59 || seconds.length !== 2)) || (hours !== undefined && Number(minutes) > 59)) return null;
  return ((Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60 + Number(seconds)) * 1000 + Number((fraction ?? "").padEnd(3, "0"));
}

// Playing ------------------------------------------------------------------------------------------------------------

let stopAt = null; // where "hear" stops, in ms

function seek(ms) {
  audio.currentTime = within(ms) / 1000;
  show();
}

function play(ms, until = null) {
  stopAt = until;
  if (ms !== undefined) seek(ms);
  audio.play().catch((error) => {
    if (error.name === "NotSupportedError") complain();
  });
}

function toggle() {
  if (audio.paused) play();
  else audio.pause();
}

function complain() {
  find("trouble").textContent = data.embedded
    ? "This browser cannot play the audio."
    : `The audio cannot be played. Is ${data.audio} where the page expects it, and does this browser know its kind?`;
  find("trouble").hidden = false;
}

function currentEntry(ms = audio.currentTime * 1000) {
  return visible().filter((entry) => entry.start <= ms + 1).pop();
}

function step(by) {
  const entries = visible();
  const at = entries.indexOf(currentEntry());
  const here = entries[at];
  const again = by < 0 && here && audio.currentTime * 1000 - here.start > 3000; // as players do
  const target = entries[again ? at : Math.max(0, at + by)];
  if (target) play(target.start);
}

// Showing ------------------------------------------------------------------------------------------------------------

let shown = null; // the entry marked as the current one

function show() {
  const ms = audio.currentTime * 1000;
  find("cursor").style.left = percent(ms);
  find("played-box").setAttribute("width", (800 * within(ms)) / duration);
  find("clock").textContent = clock(Math.floor(ms / 1000) * 1000);
  const entry = currentEntry(ms);
  if (entry) entry.row.style.setProperty("--done", `${(100 * (ms - entry.start)) / Math.max(1, endOf(entry) - entry.start)}%`);
  if (entry !== shown) mark(entry);
  showCloseup(ms);
  if (stopAt !== null && ms >= stopAt && !audio.paused) {
    stopAt = null;
    audio.pause();
  }
}

function mark(entry) {
  for (const old of document.querySelectorAll(".current")) old.classList.remove("current");
  for (const old of document.querySelectorAll("[aria-current]")) old.removeAttribute("aria-current");
  shown = entry ?? null;
  find("now").textContent = entry ? nameOf(entry) : "";
  if (!entry) return;
  entry.row.classList.add("current");
  entry.span.classList.add("current");
  entry.row.querySelector(".play").setAttribute("aria-current", "true");
  if (!audio.paused) find("live").textContent = `Chapter ${visible().indexOf(entry) + 1} of ${visible().length}: ${nameOf(entry)}`;
}

function endOf(entry) {
  const after = list.find((other) => other.start > entry.start && Boolean(other.hidden) === Boolean(entry.hidden));
  return after ? after.start : duration;
}

function colour(gradient, from, to) {
  const stops = [];
  for (const entry of visible()) {
    for (const ms of [entry.start, endOf(entry)]) {
      const stop = document.createElementNS("http://www.w3.org/2000/svg", "stop");
      stop.setAttribute("offset", Math.min(1, Math.max(0, (ms - from) / (to - from))));
      stop.setAttribute("class", `k${entry.colour}`);
      stops.push(stop);
    }
  }
  gradient.replaceChildren(...stops);
}

let frame = 0;
function animate() {
  show();
  frame = audio.paused ? 0 : requestAnimationFrame(animate);
}

for (const name of ["timeupdate", "seeked", "loadedmetadata", "pause"]) audio.addEventListener(name, show);
audio.addEventListener("play", () => {
  find("trouble").hidden = true;
  if (!frame) animate();
});
audio.addEventListener("error", complain);

// Pointing and keys --------------------------------------------------------------------------------------------------

const plain = (event) => event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);

find("chapters").addEventListener("click", (event) => {
  const link = event.target.closest(".play");
  const entry = list.find((each) => link && each.row === link.closest(".chapter"));
  if (!entry || !plain(event)) return;
  event.preventDefault();
  choose(entry);
  play(entry.start);
});

find("timeline").addEventListener("click", (event) => {
  if (!plain(event) || event.target.closest(".handle")) return;
  event.preventDefault();
  const entry = list.find((each) => each.span === event.target.closest(".span"));
  const box = find("timeline").getBoundingClientRect();
  const label = event.target.closest(".label");
  play(label && entry ? entry.start : (duration * (event.clientX - box.left)) / box.width);
});

find("previous").addEventListener("click", () => step(-1));
find("next").addEventListener("click", () => step(1));
find("keys").addEventListener("click", () => find("help").showModal());

function focusRow(by) {
  const rows = list.map((entry) => entry.row.querySelector(isCorrecting() ? ".edit-play" : ".play"));
  const at = rows.indexOf(document.activeElement);
  const next = at < 0 ? Math.max(0, list.indexOf(shown)) : at + by;
  rows[Math.min(rows.length - 1, Math.max(0, next))]?.focus();
}

const keys = {
  " ": toggle,
  ArrowLeft: (event) => seek(audio.currentTime * 1000 - (event.shiftKey ? 1000 : 5000)),
  ArrowRight: (event) => seek(audio.currentTime * 1000 + (event.shiftKey ? 1000 : 5000)),
  ArrowUp: () => focusRow(-1),
  ArrowDown: () => focusRow(1),
  n: () => step(1),
  p: () => step(-1),
  e: () => correcting(),
  h: () => hear(),
  "?": () => find("help").showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.altKey || find("help").open || event.target.closest("input")) return;
  if (event.ctrlKey || event.metaKey) {
    if (event.key === "z" && !event.shiftKey) {
      event.preventDefault();
      undo();
    }
    return;
  }
  const own = event.target.closest("audio, [role=slider]") ? ["n", "p", "e", "h", "?"] : Object.keys(keys);
  if (!own.includes(event.key) || (event.key === " " && event.target.closest("button, summary"))) return;
  event.preventDefault();
  keys[event.key](event);
});
