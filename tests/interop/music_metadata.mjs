// Print what music-metadata sees: rows of start (s), end (s or null) and title.
// node music_metadata.mjs NODE_MODULES FILE
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [folder, file] = process.argv.slice(2);
const entry = createRequire(join(folder, 'x.js')).resolve('music-metadata');
const { parseFile } = await import(pathToFileURL(entry));
const { format } = await parseFile(file, { includeChapters: true });
const rows = (format.chapters ?? []).map(({ start, end, title }) => [start, end ?? null, title ?? '']);
process.stdout.write(JSON.stringify(rows));
