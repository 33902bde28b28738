import type { EInvoice } from '#documents/model/e-invoice.ts';
import { formatMinor } from '#schema/money.ts';
import type { ReadOutcome } from './document-rows.ts';
import { findLoadProblems } from './find-load-problems.ts';
import { InvoiceFileReader } from './invoice-file-reader.ts';
import { listDocumentFiles } from './list-document-files.ts';

/** Describes what the documents of a file or a folder hold, what of it is not kept, and why one would be rejected. */
export async function* describeDocuments(path: string, signal: AbortSignal): AsyncGenerator<string, void> {
  const reader = new InvoiceFileReader();
  try {
    for (const file of await listDocumentFiles(path))
      yield* describeOutcome(file.name === '' ? path : file.name, await reader.read(file, signal));
  } finally {
    await reader.close();
  }
}

function* describeOutcome(name: string, outcome: ReadOutcome): Generator<string, void> {
  if ('refusal' in outcome) {
    const { code, message } = outcome.refusal;
    yield `${name}: ${code}: ${message}`;
  } else if (outcome.read === undefined) {
    yield `${name}: is not right`;
    for (const { rule, term, message, line, path: place } of outcome.problems)
      yield `  rejected: ${[rule ?? '', term, message].join(' ').trim()} (line ${line}, ${place})`;
  } else {
    const { document, syntax, specification, notKept } = outcome.read;
    yield `${name}: ${describe(document)} (${syntax}, ${specification ?? 'no specification'})`;
    for (const { code, message } of findLoadProblems(document)) yield `  rejected: ${code}: ${message}`;
    for (const { path: place, line, text } of notKept) yield `  not kept: ${text} (line ${line}, ${place})`;
  }
}

function describe({ typeCode, number, issueDate, seller, buyer, totals, currency, lines }: EInvoice): string {
  const kind = typeCode === '381' ? 'credit note' : 'invoice';
  const total = `${formatMinor(totals.grossMinor, currency)} ${currency}`;
  const count = lines.length === 1 ? '1 line' : `${lines.length} lines`;
  return `${kind} ${number} of ${issueDate}, ${seller.name} to ${buyer.name}, ${total}, ${count}`;
}
