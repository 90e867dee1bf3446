// Has feedsmith and podcast-partytime read documents, and writes what they make of them as JSON:
//
//     node read.mjs FOLDER OUTPUT
//
// {name: {reader: what it made of the file of that name}}; a reader that throws is an error.
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseFeed, parseOpml } from "feedsmith";
import partytime from "podcast-partytime";

const [folder, output] = process.argv.slice(2);
const said = {};
for (const name of await readdir(folder)) {
  const text = await readFile(join(folder, name), "utf8");
  if (name.endsWith(".opml")) said[name] = { feedsmith: parseOpml(text) };
  else if (name.endsWith(".json")) said[name] = { feedsmith: parseFeed(text).feed };
  else said[name] = { feedsmith: parseFeed(text).feed, "podcast-partytime": partytime.parseFeed(text) };
}
await writeFile(output, JSON.stringify(said));
