import { readFile, writeFile } from 'node:fs/promises';
import { settingsTables } from './tls-settings.ts';

/** `npm run docs:tls` writes the tables of docs/tls.md; with `--check` a page that is not fresh is a failure. */
const file = new URL('../../docs/tls.md', import.meta.url);
const [begin, end] = ['<!-- settings: written by npm run docs:tls -->', '<!-- end of settings -->'];

const page = await readFile(file, 'utf8');
const [before, rest] = page.split(begin);
const after = rest?.split(end)[1];
if (before === undefined || after === undefined) throw new Error(`docs/tls.md needs ${begin} and ${end}.`);
const wanted = `${before}${begin}\n\n${settingsTables.map(toTable).join('\n\n')}\n\n${end}${after}`;
if (process.argv.includes('--check')) {
  if (page !== wanted) {
    console.error('docs/tls.md is not what the settings make; run `npm run docs:tls` and commit it.');
    process.exitCode = 1;
  }
} else {
  await writeFile(file, wanted);
}

/** @throws if a setting that the code reads is not explained, or one is that it does not read */
function toTable({ title, known, meanings }: (typeof settingsTables)[number]): string {
  const names = Object.keys(known);
  const odd = [
    ...names.filter((name) => !(name in meanings)),
    ...Object.keys(meanings).filter((name) => !(name in known)),
  ];
  if (odd.length > 0)
    throw new Error(`e2e/tls/tls-settings.ts must explain what the code reads: ${odd.join(', ')}`);
  const rows = names.map((name) => {
    const byDefault = known[name] === '' ? '' : `\`${known[name]}\``;
    return `| \`${name}\` | ${byDefault} | ${meanings[name]} |`;
  });
  return [`### ${title}`, '', '| setting | default | meaning |', '| --- | --- | --- |', ...rows].join('\n');
}
