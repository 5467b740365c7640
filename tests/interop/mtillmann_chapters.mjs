// Converts with npm's @mtillmann/chapters, so that chaptag's chapter files meet another reader and another writer.
// node mtillmann_chapters.mjs FOLDER CLASS read|write < INPUT: a chapter file of that class, or Podcasting 2.0 JSON.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [folder, name, what] = process.argv.slice(2);
const entry = createRequire(`${folder}/here.js`).resolve("@mtillmann/chapters");
const library = await import(pathToFileURL(entry).href);
const input = readFileSync(0, "utf-8");
const duration = 7200;
if (what === "read") {
  const item = library[name].create(input, duration);
  process.stdout.write(JSON.stringify(item.chapters.map((c) => [c.startTime, c.endTime ?? null, c.title ?? "", c.url ?? null, c.img ?? null])));
} else {
  const from = library.ChaptersJson.create(input, duration);
  process.stdout.write(from.to(library[name]).toString());
}
