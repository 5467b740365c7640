// Taking it with you: the corrected list as notes or as JSON chapters, and the command that applies it.

// One line a chapter; a title that would be read as something else than a title is what JSON is for.
function notesText() {
  const tidy = (title) => title.replace(/[\s\u0000-\u001f\u007f-\u009f]+/g, " ").trim();
  return visible().map((entry, index) => `${clock(entry.start)} ${tidy(entry.title) || `Chapter ${index + 1}`}\n`).join("");
}

function jsonText() {
  const chapters = list.map((entry) => {
    const one = { startTime: entry.start / 1000, title: entry.title };
    if (entry.end !== undefined && entry.end > entry.start && entry.end < endOf(entry)) one.endTime = entry.end / 1000;
    if (entry.url) one.url = entry.url;
    if (entry.img) one.img = entry.img;
    if (entry.hidden) one.toc = false;
    if (entry.location) one.location = entry.location;
    return one;
  });
  return `${JSON.stringify({ version: "1.2.0", chapters }, null, 2)}\n`;
}

function download(kind, text, type) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = data.names[kind];
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  saved = true;
  find("command").textContent = data.commands[kind];
  find("then").hidden = false;
}

find("save-notes").addEventListener("click", () => download("notes", notesText(), "text/plain;charset=utf-8"));
find("save-json").addEventListener("click", () => download("json", jsonText(), "application/json+chapters"));
find("copy").addEventListener("click", async () => {
  try {
    await navigator.clipboard.writeText(find("command").textContent);
    find("copy").textContent = "Copied";
  } catch {
    getSelection().selectAllChildren(find("command")); // not allowed here: marked, to be copied by hand
  }
});
window.addEventListener("beforeunload", (event) => {
  if (!saved) event.preventDefault();
});
