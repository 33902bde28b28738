import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { Command } from 'commander';
import { writeCii } from '#documents/cii/write-cii.ts';
import { sampleInvoice } from '#documents/testing/sample-invoice.ts';
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

test('inspect says what electronic invoices hold, what of it is not kept, and why one would be rejected', async () => {
  const documents = join(folder, 'documents');
  await mkdir(documents);
  const xml = writeCii(sampleInvoice);
  await writeFile(
    join(documents, 'a.xml'),
    xml.replace('<ram:TypeCode>380', '<ram:Name>RECHNUNG</ram:Name><ram:TypeCode>380'),
  );
  await writeFile(
    join(documents, 'b.xml'),
    xml.replace('<ram:DuePayableAmount>162.00', '<ram:DuePayableAmount>162'),
  );
  await writeFile(
    join(documents, 'c.xml'),
    xml.replace('<ram:GrandTotalAmount>162.00', '<ram:GrandTotalAmount>163.00'),
  );
  await writeFile(join(documents, 'd.xml'), xml.replace('<ram:TypeCode>380', '<ram:TypeCode>384'));
  await writeFile(join(documents, 'e.xml'), '<a/>');
  const { text, failed } = await run('inspect', documents);
  assert.equal(failed, false);
  const what = 'invoice F-2026-000042 of 2026-09-01, Comptoir Exemple to Dupont & Fils';
  assert.deepEqual(
    text
      .trim()
      .split('\n')
      .map((line) => line.replace(/ \(line \d+, .*/, ' (place)').replace(/\(CII, .*/, '(CII)')),
    [
      `a.xml: ${what}, 162.00 EUR, 2 lines (CII)`,
      '  not kept: RECHNUNG (place)',
      `b.xml: ${what}, 162.00 EUR, 2 lines (CII)`,
      `c.xml: ${what}, 163.00 EUR, 2 lines (CII)`,
      '  rejected: BR-CO-15: BT-112 is 163.00, but net and VAT is 162.00',
      '  rejected: BR-CO-16: BT-115 is 162.00, but the total with VAT less what was paid, with the rounding is 163.00',
      'd.xml: is not right',
      '  rejected: BT-3 is "384": it must be 380, an invoice, or 381, a credit note (UNTDID 1001) (place)',
      'e.xml: NOT_A_DOCUMENT: its element <a> of "" is not an invoice: it must be CrossIndustryInvoice (CII D16B), or Invoice or CreditNote of UBL 2',
    ],
  );
});
