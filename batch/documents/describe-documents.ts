import type { EInvoice } from '#documents/model/e-invoice.ts';
import { formatMinor } from '#schema/money.ts';
import { findLoadProblems } from './find-load-problems.ts';
import { listDocumentFiles } from './list-document-files.ts';
import { readDocumentFile } from './read-document-rows.ts';

/** Describes what the documents of a file or a folder hold, what of it is not kept, and why one would be rejected. */
export async function* describeDocuments(path: string, signal: AbortSignal): AsyncGenerator<string, void> {
  for (const file of await listDocumentFiles(path)) {
    signal.throwIfAborted();
    const name = file.name === '' ? path : file.name;
    const outcome = await readDocumentFile(file, signal);
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
}

function describe({ typeCode, number, issueDate, seller, buyer, totals, currency, lines }: EInvoice): string {
  const kind = typeCode === '381' ? 'credit note' : 'invoice';
  const total = `${formatMinor(totals.grossMinor, currency)} ${currency}`;
  const count = lines.length === 1 ? '1 line' : `${lines.length} lines`;
  return `${kind} ${number} of ${issueDate}, ${seller.name} to ${buyer.name}, ${total}, ${count}`;
}
