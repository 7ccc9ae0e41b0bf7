// Makes explorer.js and LICENSES.txt of the modules here and of the packages that they use: `npm ci && npm run build`.
// An argument is the folder to write into; without one it is the folder above, where Python finds them.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const folder = resolve(process.argv[2] ?? join(here, ".."));

const made = await build({
  absWorkingDir: here,
  entryPoints: ["main.js"],
  bundle: true,
  minify: true,
  format: "iife",
  target: ["es2022"],
  charset: "ascii",
  legalComments: "none",
  metafile: true,
  write: false,
});
// a closing tag in a string would end the script element that holds it
const script = made.outputFiles[0].text.replaceAll("</script", "<\\/script");
const terms = licenses(made.metafile);
writeFileSync(join(folder, "explorer.js"), `/*\n${terms}*/\n${script}`); // every page is a copy, and has to carry them
writeFileSync(join(folder, "LICENSES.txt"), terms);

function licenses(metafile) {
  const bundled = Object.keys(metafile.inputs).map((path) => path.match(/node_modules\/((?:@[^/]+\/)?[^/]+)\//)?.[1]);
  const names = [...new Set(bundled.filter(Boolean))].sort();
  return names.map((name) => license(name)).join("\n\n");
}

function license(name) {
  const room = join(here, "node_modules", name);
  const about = JSON.parse(readFileSync(join(room, "package.json"), "utf8"));
  const file = readdirSync(room).find((one) => /^licen[cs]e/i.test(one));
  return `${name} ${about.version} (${about.license})\n\n${readFileSync(join(room, file), "utf8").trim()}\n`;
}
