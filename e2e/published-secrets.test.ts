import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { test } from 'node:test';
import { isPublishedSecret } from '#platform/configuration/published-secrets.ts';

const root = join(import.meta.dirname, '..');
const leftOut = new Set(['node_modules', '.git', '.data', 'dist', 'migrations', 'generated']);
const textFile = /\.(ts|tsx|md|ya?ml|json|example)$|(^|\/)(Dockerfile|\.ci\/.*)$/;

/** Places where a secret stands in a file, the secret as the first group. */
const secretForms = [
  // NAME_PASSWORD=value, password=value, -d client_secret=value
  /(?:password|secret|token)=([\w.~-]{8,})/gi,
  // name: 'value', NAME_SECRET = 'value', "secret": "value"; a secret may have blanks
  /(?:password|secret|_TOKEN)["']?\]?\s*[:=]\s*["'`]([^"'`${}\r\n]{8,})["'`]/gi,
  // ${NAME:default} of the realm, ${NAME:-default} of compose
  /\$\{\w*(?:PASSWORD|SECRET|TOKEN)\w*:-?([^?}\s][^}\s]{4,})\}/g,
  // credentials of the realm's users
  /"type": "password", "value": "([^"]+)"/g,
  // URLs in documents and in compose files
  /:\/\/[\w-]+:([^@\s${}<>"'`/]{8,})@/g,
];

/** Texts of such a form that are no secrets: paths, names of variables, password policies and what tests of logs plant. */
const noSecret =
  /^(\/[\w-]+$|length\(|process\.env|password$|[\w.]+\(|s3cret|passw0rd$|select \* from users;)/;

/** Sentences of a page that name a password or a client's secret. A password such as `dev-password` is not one, as it has more than words. */
const sentence =
  /^(?:[a-zà-ÿ]+ )*(?:password|mot de passe|client secret|secret client|secret du client)(?: [a-zà-ÿ]+)*\.?$/i;

async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const found = await Promise.all(
    entries.map(async (entry) => {
      if (leftOut.has(entry.name)) return [];
      const path = join(folder, entry.name);
      return entry.isDirectory() ? await listFiles(path) : [path];
    }),
  );
  return found.flat().filter((path) => textFile.test(relative(root, path)));
}

test('every secret in the repository is one that production refuses', async () => {
  const unknown: string[] = [];
  let known = 0;
  for (const path of await listFiles(root)) {
    const name = relative(root, path);
    if (name === 'package-lock.json' || name.endsWith('published-secrets.test.ts')) continue;
    const text = await readFile(path, 'utf8');
    for (const form of secretForms) {
      for (const [, secret = ''] of text.matchAll(form)) {
        if (noSecret.test(secret) || sentence.test(secret)) continue;
        if (isPublishedSecret(secret)) known += 1;
        else unknown.push(`${name}: ${secret}`);
      }
    }
  }
  assert.deepEqual(unknown, []);
  assert.ok(known > 20, `only ${known} were found: are the places still read?`);
});
