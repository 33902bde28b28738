import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { Command } from 'commander';
import { addInspectCommand } from './inspect.ts';
import { addMappingsCommand } from './mappings.ts';

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'facturation-mapping-'));
});
after(() => rm(folder, { recursive: true }));

/** Runs a command and returns its output and its failure. */
async function run(...commandLine: string[]): Promise<{ text: string; failed: boolean }> {
  let text = '';
  let failed = false;
  const program = new Command('batch').exitOverride();
  const output = { write: (piece: string) => (text += piece) };
  const fail = () => {
    failed = true;
  };
  addInspectCommand(program, { output, fail, signal: new AbortController().signal });
  addMappingsCommand(program, { output });
  await program.parseAsync(commandLine, { from: 'user' });
  return { text, failed };
}

test('inspect proposes a mapping file that mappings then describes', async () => {
  const file = join(folder, 'Sales 2026.csv.gz');
  await writeFile(file, gzipSync('invoice;customer;amount;currency;date\nA-1;Ada;1,50;EUR;2026-03-01\n'));
  const inspected = await run('inspect', file);
  assert.equal(inspected.failed, false);
  const mappingFile = join(folder, 'sales.json');
  await writeFile(mappingFile, inspected.text);
  const { text } = await run('mappings', mappingFile);
  assert.match(text, /^sales-2026\n/);
  assert.match(text, /doubt: The times in "date" have no offset/);
});

test('inspect fails with the reason if no mapping can be proposed', async () => {
  const file = join(folder, 'colours.csv');
  await writeFile(file, 'name,colour\nAda,red\n');
  const { text, failed } = await run('inspect', file);
  assert.ok(failed);
  assert.match(text, /colours\.csv: no mapping can be proposed, as no column holds the time of issue/);
});

test('mappings lists the shipped mappings, shows one, and prints the schema', async () => {
  assert.match(
    (await run('mappings')).text,
    /^camt053: .*\ndocuments: .*\nfacturation: .*\nonline-retail: .*\npayments: .*\n$/,
  );
  assert.match((await run('mappings', 'online-retail')).text, /numbers that begin with "C" are credit notes/);
  const camt = (await run('mappings', 'camt053')).text;
  assert.match(camt, /file: XML, ISO 20022 camt.053\n[\s\S]*payment.remittance = column "remittance"\n/);
  assert.match(
    camt,
    /left out: debit or unbooked rows, with "debit" or "not booked" in column "entryKind"\n/,
  );
  const [first] = JSON.parse((await run('mappings', '--json')).text);
  assert.equal(first.file.separator, ',');
  const { anyOf } = JSON.parse((await run('mappings', '--schema')).text);
  assert.deepEqual(
    anyOf.map(({ type }: { type: string }) => type),
    ['object', 'object'],
  );
  await assert.rejects(run('mappings', 'nothing'), { code: 'MAPPING_NOT_FOUND' });
});
