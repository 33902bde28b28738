import { readFile, writeFile } from 'node:fs/promises';
import { Command } from 'commander';
import { decodeText, parseRows } from './retail-file.ts';
import { chooseDocuments, type Document } from './sample.ts';

/**
 * Cuts the demo's sample from any file of the "Online Retail" data set:
 * `node deploy/demo/take-sample.ts FILE --output deploy/demo/online-retail-sample.csv`. The same file gives the same
 * sample.
 */
const program = new Command()
  .name('take-sample')
  .description('Cuts a small sample from a CSV file of the "Online Retail" data set.')
  .argument('<file>', 'the CSV file, UTF-8 or Windows-1252')
  .requiredOption('--output <file>', 'where the sample goes, in UTF-8')
  .parse();

const [header = [], ...rows] = parseRows(decodeText(await readFile(program.args[0] ?? '')));
// A row that breaks off stands alone, so that it can be chosen without the invoice it was part of.
const documents: Document[] = [
  ...Map.groupBy(rows, (row) => (row.length < header.length ? row.join() : row[0])).values(),
];
const chosen = chooseDocuments(documents);
const sample = [header, ...chosen.flat()].map(toLine).join('');
await writeFile(program.opts<{ output: string }>().output, sample);
console.log(
  `${chosen.length} of ${documents.length} documents, ${chosen.flat().length} of ${rows.length} rows, ${Buffer.byteLength(sample)} bytes`,
);

/** RFC 4180, with the line feed that text files here have. */
function toLine(row: readonly string[]): string {
  const values = row.map((value) => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value));
  return `${values.join()}\n`;
}
