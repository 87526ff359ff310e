// Builds the assets that ship in ../api/_static. The output depends on the sources and the lock file alone:
// `npm ci --ignore-scripts && npm run build` gives the committed bytes again.
import { build } from "esbuild";
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const out = process.argv[2] ?? join(here, "..", "api", "_static", "graphiql");

// GraphiQL's stylesheet holds its fonts as data: URLs, two thirds of its size; the page uses the machine's own.
const withoutFonts = {
  name: "without-fonts",
  setup(builder) {
    builder.onLoad({ filter: /graphiql\.css$/ }, async ({ path }) => ({
      contents: (await readFile(path, "utf8")).replace(/@font-face\s*\{[^}]*\}/g, ""),
      loader: "css",
    }));
  },
};

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
const result = await build({
  entryPoints: { graphiql: join(here, "graphiql", "main.jsx") },
  outdir: out,
  bundle: true,
  minify: true,
  format: "esm",
  splitting: true,
  target: "es2022",
  chunkNames: "[name]-[hash]",
  define: { "process.env.NODE_ENV": '"production"' },
  legalComments: "none",
  plugins: [withoutFonts],
  logLevel: "warning",
  metafile: true,
});
await copyFile(join(here, "graphiql", "index.html"), join(out, "index.html"));
await writeFile(join(out, "LICENSES.txt"), await licences(Object.keys(result.metafile.inputs)));

// The licence texts of the packages that are inside the bundle, as they ask.
async function licences(inputs) {
  const names = new Set(inputs.map((path) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]).filter(Boolean));
  const texts = new Map();
  for (const name of [...names].sort()) {
    const folder = join(here, "node_modules", name);
    const info = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
    const file = (await readdir(folder)).sort().find((entry) => /^licen[cs]e/i.test(entry));
    const text = file ? (await readFile(join(folder, file), "utf8")).trim() : `Licence: ${info.license}`;
    texts.set(text, [...(texts.get(text) ?? []), `${name} ${info.version}`]);
  }
  return [...texts].map(([text, packages]) => `${packages.join(", ")}\n\n${text}\n`).join("\n----\n\n");
}
