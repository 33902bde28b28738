import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { promisify } from 'node:util';

const run = promisify(execFile);
const urlOf = (path: string) => JSON.stringify(new URL(path, import.meta.url).href);

/** Draws the sample with a name of several scripts, and tells the process's own settings beside the hash. */
const program = `
import { createHash } from 'node:crypto';
import { writeCii } from ${urlOf('../cii/write-cii.ts')};
import { renderPdf } from ${urlOf('./render-pdf.ts')};
import { sampleInvoice } from ${urlOf('../testing/sample-invoice.ts')};
const invoice = { ...sampleInvoice, buyer: { ...sampleInvoice.buyer, name: '株式会社 שלום 123 Ελληνική' } };
const hashes = [];
for (const language of ['en', 'fr']) {
  const bytes = await renderPdf(invoice, { language, facturX: Buffer.from(writeCii(invoice)) });
  hashes.push(createHash('sha256').update(bytes).digest('hex'));
}
const { locale, timeZone } = new Intl.DateTimeFormat().resolvedOptions();
console.log(JSON.stringify({ hashes, locale, timeZone }));`;

interface Drawn {
  readonly hashes: readonly string[];
  readonly locale: string;
  readonly timeZone: string;
}

async function draw(locale: string, timeZone: string): Promise<Drawn> {
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', program], {
    timeout: 120_000,
    env: { ...process.env, LC_ALL: locale, LANG: locale, TZ: timeZone },
  });
  return JSON.parse(stdout);
}

test('processes of other time zones and locales give equal bytes', async () => {
  const first = await draw('de_DE.UTF-8', 'Pacific/Kiritimati');
  const second = await draw('ar_EG.UTF-8', 'America/Los_Angeles');
  assert.deepEqual([first.locale, first.timeZone], ['de-DE', 'Pacific/Kiritimati']);
  assert.deepEqual([second.locale, second.timeZone], ['ar-EG', 'America/Los_Angeles']);
  assert.deepEqual(first.hashes, second.hashes);
  assert.equal(new Set(first.hashes).size, 2);
});
