// Correcting: drag or type, hear it, undo it, download the result. Nothing is sent or stored anywhere.

let chosen = null; // the entry that the close-up shows
let span = Math.min(40000, duration); // how much of the audio the close-up shows, in ms
let saved = true;
const history = [];
const values = Uint8Array.from(atob(data.fine), (character) => character.charCodeAt(0));
const NEAREST = 100; // dragging keeps starts this far apart, in ms

// State --------------------------------------------------------------------------------------------------------------

function remember() {
  history.push(list.map((entry) => ({ entry, start: entry.start, title: entry.title })));
  if (history.length > 500) history.shift();
}

function undo() {
  const last = history.pop();
  if (!last) return;
  list = last.map(({ entry, start, title }) => Object.assign(entry, { start, title }));
  if (!list.includes(chosen)) chosen = list[0];
  for (const entry of list) equip(entry);
  sync();
}

function isChanged(entry) {
  return !entry.noted || entry.start !== entry.noted.start || entry.title !== entry.noted.title;
}

function changeCount() {
  return list.filter(isChanged).length + data.chapters.length - list.filter((entry) => entry.noted).length;
}

function setStart(entry, ms) {
  entry.start = Math.min(Math.max(0, Math.round(ms)), Math.max(0, duration - 1));
  sync();
}

function addHere() {
  const start = Math.min(Math.round(audio.currentTime * 1000), duration - 1);
  if (list.some((entry) => !entry.hidden && Math.abs(entry.start - start) < NEAREST)) {
    find("state").textContent = `A chapter starts at ${clock(start)} already.`;
    return;
  }
  remember();
  const row = find("new-row").content.firstElementChild.cloneNode(true);
  const label = find("new-span").content.firstElementChild.cloneNode(true);
  const entry = { start, title: "New chapter", noted: null, row, span: label };
  equip(entry);
  list.push(entry);
  sync();
  choose(entry);
  row.querySelector(".edit-title").select();
}

function remove(entry) {
  if (list.length < 2) {
    find("state").textContent = "One chapter has to stay.";
    return;
  }
  remember();
  const at = list.indexOf(entry);
  list.splice(at, 1);
  if (chosen === entry) chosen = null;
  sync();
  choose(list[Math.min(at, list.length - 1)]);
  chosen.row.querySelector(".edit-title")?.focus();
}

// Put everything on the page that the list says.
function sync() {
  list.sort((one, other) => one.start - other.start);
  let number = 0;
  for (const entry of list) {
    entry.colour = entry.hidden ? null : number++ % 8;
    const tone = entry.hidden ? "quiet" : `k${entry.colour}`;
    for (const part of [entry.row, entry.span]) {
      part.classList.remove("quiet", "k0", "k1", "k2", "k3", "k4", "k5", "k6", "k7");
      part.classList.add(tone);
    }
    const target = `${data.href}#t=${entry.start / 1000}`;
    entry.row.querySelector(".play").href = target;
    entry.span.href = target;
    setTime(entry.row.querySelector(".time"), entry.start);
    entry.row.querySelector(".title").textContent = nameOf(entry);
    entry.row.querySelector(".length").textContent = lengthText(endOf(entry) - entry.start);
    entry.row.classList.toggle("changed", isChanged(entry));
    entry.span.querySelector(".label").textContent = entry.title;
    entry.span.style.left = percent(entry.start);
    if (!entry.hidden) entry.span.style.width = percent(endOf(entry) - entry.start);
    fill(entry);
  }
  arrange(find("chapters"), list.map((entry) => entry.row));
  arrange(find("spans"), list.map((entry) => entry.span));
  find("count").textContent = list.length;
  colour(find("paint"), 0, duration);
  placeHandles();
  tell();
  mark(currentEntry());
  show();
}

// Put the children in order, touching only what is out of place: moving an element would take its focus away.
function arrange(parent, children) {
  for (const child of [...parent.children]) if (!children.includes(child)) child.remove();
  children.forEach((child, index) => {
    if (parent.children[index] !== child) parent.insertBefore(child, parent.children[index] ?? null);
  });
}

function lengthText(ms) {
  const whole = Math.round(ms / 1000) * 1000;
  return whole < 60000 ? `${whole / 1000} s` : clock(whole, whole >= 3600000).replace(/^0/, "");
}

function tell() {
  const count = changeCount();
  saved = count === 0;
  find("undo").disabled = history.length === 0;
  find("state").textContent = count ? `${count} ${count === 1 ? "chapter differs" : "chapters differ"} from what was read.` : "Nothing changed yet.";
}

// Correcting on and off, the editors in the list -----------------------------------------------------------------------

const isCorrecting = () => document.documentElement.classList.contains("correct");

function correcting(on = !isCorrecting()) {
  document.documentElement.classList.toggle("correct", on);
  find("correct").setAttribute("aria-pressed", String(on));
  find("correct").textContent = on ? "Done" : "Correct";
  for (const entry of list) equip(entry);
  find("closeup").hidden = !on;
  if (on) choose(chosen ?? shown ?? list[0]);
  placeHandles();
}

function equip(entry) {
  const editor = entry.row.querySelector(".editor");
  if (!isCorrecting()) {
    editor?.remove();
    return;
  }
  if (editor) return;
  entry.row.append(find("editor").content.firstElementChild.cloneNode(true));
  const [time, title] = [entry.row.querySelector(".edit-time"), entry.row.querySelector(".edit-title")];
  time.addEventListener("change", () => {
    const ms = parseTime(time.value);
    const taken = list.some((other) => other !== entry && other.start === ms && Boolean(other.hidden) === Boolean(entry.hidden));
    const wrong = ms === null || ms >= duration || taken;
    time.setAttribute("aria-invalid", String(wrong));
    if (wrong) {
      find("state").textContent = taken ? "Another chapter starts there." : `Write a time below ${clock(duration)}, such as 12:03.5.`;
      return;
    }
    remember();
    setStart(entry, ms);
  });
  title.addEventListener("change", () => {
    remember();
    entry.title = title.value.trim();
    sync();
  });
  entry.row.querySelector(".editor").addEventListener("focusin", () => choose(entry));
  entry.row.querySelector(".edit-play").addEventListener("click", () => play(entry.start));
  entry.row.querySelector(".edit-hear").addEventListener("click", () => hear(entry));
  entry.row.querySelector(".edit-remove").addEventListener("click", () => remove(entry));
  for (const button of entry.row.querySelectorAll("[data-by]")) button.addEventListener("click", () => nudge(entry, Number(button.dataset.by)));
  fill(entry);
}

function fill(entry) {
  const [time, title] = [entry.row.querySelector(".edit-time"), entry.row.querySelector(".edit-title")];
  if (!time) return;
  time.value = clock(entry.start);
  time.removeAttribute("aria-invalid");
  title.value = entry.title;
}

function choose(entry) {
  chosen = entry ?? null;
  for (const each of list) each.row.classList.toggle("chosen", isCorrecting() && each === chosen);
  for (const handle of find("handles").children) handle.classList.toggle("chosen", handle.entry === chosen);
  centre = null;
  show();
}

function hear(entry = chosen ?? currentEntry()) {
  if (entry) play(entry.start - 5000, entry.start + 5000);
}

// Moving a start -------------------------------------------------------------------------------------------------------

// How far a start may be dragged: not past its neighbours.
function room(entry) {
  const others = list.filter((other) => other !== entry && Boolean(other.hidden) === Boolean(entry.hidden));
  const before = others.filter((other) => other.start < entry.start).pop();
  const after = others.find((other) => other.start > entry.start);
  return [before ? before.start + NEAREST : 0, after ? after.start - NEAREST : duration - 1];
}

function limited(entry, ms) {
  const [low, high] = room(entry);
  return low > high ? entry.start : Math.min(Math.max(ms, low), high);
}

function nudge(entry, by) {
  remember();
  choose(entry);
  setStart(entry, limited(entry, entry.start + by));
}

function nudgeKeys(event, entry) {
  const by = { ArrowLeft: -100, ArrowDown: -100, ArrowRight: 100, ArrowUp: 100, PageDown: -1000, PageUp: 1000 }[event.key];
  if (event.key === " " || event.key === "Enter") hear(entry);
  else if (by !== undefined) nudge(entry, event.shiftKey ? by * 10 : by);
  else return;
  event.preventDefault();
}

// Follow the pointer: `toMs` says which time lies under it.
function drag(event, element, entry, toMs) {
  if (event.button !== 0) return;
  event.preventDefault();
  element.focus();
  element.setPointerCapture(event.pointerId);
  const [offset, old] = [toMs(event.clientX) - entry.start, entry.start];
  let moved = false;
  const move = (each) => {
    if (!moved) {
      if (!isCorrecting()) correcting(true);
      remember();
    }
    moved = true;
    setStart(entry, limited(entry, Math.round((toMs(each.clientX) - offset) / 10) * 10));
  };
  const stop = () => {
    element.removeEventListener("pointermove", move);
    if (moved && entry.start === old) history.pop();
    tell();
  };
  element.addEventListener("pointermove", move);
  element.addEventListener("lostpointercapture", stop, { once: true });
}

function describe(slider, entry) {
  slider.setAttribute("aria-valuemin", "0");
  slider.setAttribute("aria-valuemax", String(duration));
  slider.setAttribute("aria-valuenow", String(entry.start));
  slider.setAttribute("aria-valuetext", clock(entry.start));
  slider.setAttribute("aria-label", `Start of ${nameOf(entry)}`);
}

function placeHandles() {
  const old = new Map([...find("handles").children].map((handle) => [handle.entry, handle]));
  const handles = visible().map((entry) => {
    const handle = old.get(entry) ?? newHandle(entry);
    handle.className = `handle k${entry.colour}${entry === chosen ? " chosen" : ""}`;
    handle.style.left = percent(entry.start);
    handle.tabIndex = isCorrecting() ? 0 : -1;
    describe(handle, entry);
    return handle;
  });
  arrange(find("handles"), handles);
}

function newHandle(entry) {
  const handle = document.createElement("div");
  handle.entry = entry;
  handle.setAttribute("role", "slider");
  handle.addEventListener("pointerdown", (event) => {
    choose(entry);
    drag(event, handle, entry, (x) => {
      const box = find("timeline").getBoundingClientRect();
      return (duration * (x - box.left)) / box.width;
    });
  });
  handle.addEventListener("click", () => isCorrecting() || play(entry.start));
  handle.addEventListener("focus", () => chosen !== entry && choose(entry));
  handle.addEventListener("keydown", (event) => nudgeKeys(event, entry));
  return handle;
}

find("correct").addEventListener("click", () => correcting());
find("add").addEventListener("click", addHere);
find("undo").addEventListener("click", undo);
