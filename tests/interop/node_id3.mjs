// node node_id3.mjs NODE_MODULES FILE TAGS: write ID3 tags, given as JSON, with node-id3.
import { createRequire } from "node:module";

const [, , modules, file, tags] = process.argv;
const id3 = createRequire(`${modules}/`)("node-id3");
const done = id3.write(JSON.parse(tags), file);
if (done !== true) throw done;
