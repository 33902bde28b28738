import type { Finding } from '../event-path/compare.ts';
import { refusedAddress } from './addresses.ts';
import { readJournal } from './journal.ts';

/** The contents of a table of mails beside the journal of the server. */
export interface JournalComparison {
  readonly states: Readonly<Record<string, number>>;
  /** Of the uncertain mails, those that the server has. */
  readonly takenUncertain: number;
  /** Mails that took more than one attempt. */
  readonly repeated: number;
  /** Every count must be none. */
  readonly findings: readonly Finding[];
}

/** A mail of the table. */
export interface MailRow {
  readonly state: string;
  readonly recipient: string | null;
  readonly message_id: string | null;
  readonly attempts: number;
  readonly is_explained: boolean;
}

/** Compares what a table says of each mail with what the server has taken. */
export async function compareWithJournal(
  rows: readonly MailRow[],
  journal: string,
): Promise<JournalComparison> {
  const taken = new Map<string, number>();
  for (const { messageId } of await readJournal(journal))
    taken.set(messageId, (taken.get(messageId) ?? 0) + 1);
  const timesTaken = ({ message_id }: MailRow) => taken.get(message_id ?? '') ?? 0;
  const count = (test: (row: MailRow) => boolean) => rows.filter(test).length;
  const known = new Set(rows.map(({ message_id }) => message_id));
  const isIn = (state: string) => (row: MailRow) => row.state === state;
  const states = Object.fromEntries(
    [...new Set(rows.map(({ state }) => state))].sort().map((state) => [state, count(isIn(state))]),
  );
  return {
    states,
    takenUncertain: count((row) => row.state === 'UNCERTAIN' && timesTaken(row) === 1),
    repeated: count(({ attempts }) => attempts > 1),
    findings: [
      {
        what: 'mails at the server that nobody has queued',
        count: [...taken.keys()].filter((id) => !known.has(id)).length,
      },
      { what: 'mails at the server twice', count: [...taken.values()].filter((times) => times > 1).length },
      {
        what: 'sent mails that the server does not have',
        count: count((row) => isIn('SENT')(row) && timesTaken(row) === 0),
      },
      {
        what: 'refused mails that the server has',
        count: count((row) => isIn('REFUSED')(row) && timesTaken(row) > 0),
      },
      {
        what: 'mails refused that should be sent, or sent that should be refused',
        count: count(({ state, recipient }) =>
          recipient === refusedAddress ? state === 'SENT' : state === 'REFUSED' || state === 'CANCELLED',
        ),
      },
      {
        what: 'uncertain or refused mails without an explanation',
        count: count((row) => row.state !== 'SENT' && !row.is_explained),
      },
      {
        what: 'mails that still wait',
        count: count(({ state }) => state === 'WAITING' || state === 'SENDING'),
      },
    ],
  };
}
