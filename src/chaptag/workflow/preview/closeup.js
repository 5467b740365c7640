// The close-up: a few seconds around one start, where it can be dragged by hundredths.

let centre = null; // stays while a start is dragged, so that the ground does not move under the pointer
let drawn = "";

function view() {
  if (centre === null) centre = chosen.start;
  const from = Math.min(Math.max(centre - span / 2, 0), Math.max(0, duration - span));
  return [from, from + span];
}

function showCloseup(ms) {
  if (!chosen || find("closeup").hidden) return;
  if (centre !== null && Math.abs(chosen.start - centre) > span * 0.45) centre = null;
  const [from, to] = view();
  const x = (time) => `${(100 * (time - from)) / (to - from)}%`;
  find("strip-cursor").style.left = x(ms);
  const what = [from, to, chosen.start, chosen.title, list.length, list.indexOf(chosen)].join();
  if (what === drawn) return;
  drawn = what;
  find("strip-outline").setAttribute("d", outline(from, to));
  colour(find("strip-paint"), from, to);
  const handle = find("strip-handle");
  handle.className = `strip-handle ${chosen.hidden ? "quiet" : `k${chosen.colour}`}`;
  handle.style.left = x(chosen.start);
  describe(handle, chosen);
  find("strip-noted").hidden = !chosen.noted || chosen.noted.start === chosen.start;
  if (chosen.noted) find("strip-noted").style.left = x(chosen.noted.start);
  find("close-time").className = `time ${chosen.hidden ? "quiet" : `k${chosen.colour}`}`;
  setTime(find("close-time"), chosen.start);
  find("close-name").textContent = nameOf(chosen);
  find("strip-from").textContent = clock(Math.round(from / 1000) * 1000);
  find("strip-to").textContent = clock(Math.round(to / 1000) * 1000);
}

// The part of the waveform between two times, as a path around the middle line.
function outline(from, to) {
  const part = duration / Math.max(1, values.length);
  const [first, last] = [Math.floor(from / part), Math.min(values.length, Math.ceil(to / part))];
  const [upper, lower] = [[], []];
  for (let index = first; index < last; index += 1) {
    const x = ((1000 * ((index + 0.5) * part - from)) / (to - from)).toFixed(1);
    const half = Math.max(0.6, (values[index] / 255) * 47);
    upper.push(`${x},${(50 - half).toFixed(1)}`);
    lower.push(`${x},${(50 + half).toFixed(1)}`);
  }
  return upper.length ? `M${upper.join(" ")} ${lower.reverse().join(" ")}Z` : "";
}

function stripTime(x) {
  const box = find("strip").getBoundingClientRect();
  const [from, to] = view();
  return from + ((to - from) * (x - box.left)) / box.width;
}

function zoom(factor) {
  span = Math.min(Math.max(span * factor, Math.min(5000, duration)), Math.min(600000, duration));
  centre = null;
  show();
}

find("strip-handle").addEventListener("pointerdown", (event) => drag(event, find("strip-handle"), chosen, stripTime));
find("strip-handle").addEventListener("keydown", (event) => nudgeKeys(event, chosen));
find("strip").addEventListener("click", (event) => {
  if (!event.target.closest(".strip-handle")) play(stripTime(event.clientX));
});
find("closer").addEventListener("click", () => zoom(0.5));
find("wider").addEventListener("click", () => zoom(2));
find("hear").addEventListener("click", () => hear());

// Everything is here: show it.
colour(find("paint"), 0, duration);
placeHandles();
show();
