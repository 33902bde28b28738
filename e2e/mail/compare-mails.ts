import type { Sql } from 'postgres';
import { compareWithJournal, type JournalComparison, type MailRow } from './compare-with-journal.ts';
import { rolledBackKind } from './queue-mails.ts';

interface NumberedRow extends MailRow {
  readonly kind: string;
  readonly number: number;
}

/** Compares what is known of each mail of the suite's table with what the server has taken. */
export async function compareMails(
  sql: Sql,
  options: { mails: number; journal: string },
): Promise<JournalComparison> {
  const rows = await sql<NumberedRow[]>`
    select kind, (about->>'number')::int as number, state, recipient, message_id, attempts,
      problem_code is not null and problem is not null as is_explained
    from mailtest.mails`;
  const numbers = new Set(rows.map(({ number }) => number));
  const { findings, ...comparison } = await compareWithJournal(rows, options.journal);
  return {
    ...comparison,
    findings: [
      { what: 'mails missing from the table', count: options.mails - numbers.size },
      { what: 'mails queued twice', count: rows.length - numbers.size },
      {
        what: 'mails of transactions that were rolled back',
        count: rows.filter(({ kind }) => kind === rolledBackKind).length,
      },
      ...findings,
    ],
  };
}
