import { createHash } from 'node:crypto';
import type { Sql } from 'postgres';
import { DocumentFolder } from '../../../subgraphs/billing/documents/document-folder.ts';
import { compareWithJournal, type JournalComparison, type MailRow } from '../compare-with-journal.ts';
import { readJournal } from '../journal.ts';
import type { IssuedLoad } from './issue-invoices.ts';

interface InvoiceMailRow extends MailRow {
  readonly id: string;
  readonly invoice_id: string;
  /** True if the issue caused it, false if a person asked for it. */
  readonly is_by_itself: boolean;
  /** Of the stored PDF in the language of the mail. */
  readonly sha256: string | null;
}

/** Compares billing's mails with what clerks were told, with what the server has taken, and their files with the stored documents. */
export async function compareInvoiceMails(
  sql: Sql,
  { load, journal, documentsFolder }: { load: IssuedLoad; journal: string; documentsFolder: string },
): Promise<JournalComparison & { readonly documents: number }> {
  const rows = await sql<InvoiceMailRow[]>`
    select mails.id, state, recipient, message_id, attempts, invoice_mails.invoice_id, dedupe_key is not null as is_by_itself, sha256,
      problem_code is not null and problem is not null as is_explained
    from billing.mails join billing.invoice_mails on mail_id = mails.id
      left join billing.invoice_documents documents
        on documents.invoice_id = invoice_mails.invoice_id and format = 'PDF' and documents.language = mails.language`;
  const own = rows.filter((row) => row.is_by_itself).map(({ invoice_id }) => invoice_id);
  const asked = rows.filter((row) => !row.is_by_itself).map(({ id }) => id);
  const hashOf = new Map(rows.map(({ message_id, sha256 }) => [message_id, sha256]));
  const taken = await readJournal(journal);
  const compared = await compareWithJournal(rows, journal);
  const hashes = await sql<{ sha256: string }[]>`select sha256 from billing.invoice_documents`;
  return {
    ...compared,
    documents: hashes.length,
    findings: [
      { what: 'issued invoices without exactly one mail by itself', count: countOdd(load.issued, own) },
      {
        what: 'mails that were asked for and are not there exactly once',
        count: countOdd(load.asked, asked),
      },
      ...compared.findings,
      {
        what: 'mails at the server without exactly the stored document of their invoice',
        count: taken.filter(
          ({ messageId, hashes: [hash, ...more] }) =>
            hash !== hashOf.get(messageId) || more.length > 0 || !hash,
        ).length,
      },
      {
        what: 'documents whose file is missing or has another hash',
        count: await countWrongFiles(documentsFolder, hashes),
      },
    ],
  };
}

/** The number of ids that are not once in each of two lists. */
function countOdd(wanted: readonly string[], found: readonly string[]): number {
  const isOnceIn = (list: readonly string[], id: string) => list.filter((one) => one === id).length === 1;
  return [...new Set([...wanted, ...found])].filter((id) => !isOnceIn(wanted, id) || !isOnceIn(found, id))
    .length;
}

async function countWrongFiles(
  folder: string,
  hashes: readonly { readonly sha256: string }[],
): Promise<number> {
  const files = await DocumentFolder.open(folder);
  let wrong = 0;
  for (const { sha256 } of hashes) {
    const bytes = await files.read(sha256);
    if (bytes === undefined || createHash('sha256').update(bytes).digest('hex') !== sha256) wrong += 1;
  }
  return wrong;
}
