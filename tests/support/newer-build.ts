import { createHash } from 'node:crypto';
import { cpSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';

/** Files that name others. */
const naming = new Set(['.js', '.css', '.html', '.json', '.webmanifest']);

export interface NewerBuild {
  /** A folder for `BUILD_DIR`. */
  readonly dir: string;
  readonly version: string;
  /** What the names of all its own files end with, before their suffix. */
  readonly mark: string;
}

/**
 * Makes a newer build out of the present one: another version, in which every built file has another name, so that nothing of
 * the one before can be had from the server any more. Building once more would take a minute.
 * @param dir where it is put
 */
export function makeNewerBuild(dir: string): NewerBuild {
  const mark = '-newer';
  cpSync('build', dir, { recursive: true, filter: (path) => !/\.(?:br|gz|map)$/.test(path) });
  const files = readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const { version: before } = JSON.parse(
    readFileSync(join(dir, 'client/_app/version.json'), 'utf8'),
  ) as { version: string };
  const version = String(Number(before) + 1);
  const renamed = new Map(
    files
      .filter((path) => path.includes('/_app/immutable/'))
      .map((path) => [basename(path), basename(path).replace(/\.\w+$/, `${mark}$&`)]),
  );
  for (const path of files) {
    if (naming.has(extname(path))) {
      const text = readFileSync(path, 'utf8');
      const newer = text
        .replaceAll(before, version)
        .replace(/(?<=\/)[\w.-]+\.(?:js|css|woff2)/g, (name) => renamed.get(name) ?? name);
      if (newer !== text) writeFileSync(path, allowScripts(newer, text));
    }
    const name = path.includes('/_app/immutable/') ? renamed.get(basename(path)) : undefined;
    if (name !== undefined) renameSync(path, join(path, '..', name));
  }
  return { dir, version, mark };
}

/** Names the scripts of a page in its own policy anew, where they are others than before. */
function allowScripts(newer: string, before: string): string {
  const [allowed, present] = [before, newer].map((page) =>
    [...page.matchAll(/<script\b[^>]*>([^]*?)<\/script>/g)].map(
      ([, script = '']) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`,
    ),
  );
  return (allowed ?? []).reduce((page, hash, n) => page.replace(hash, present?.[n] ?? hash), newer);
}
