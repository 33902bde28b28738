import { requestBounds } from '../../subgraphs/crm/domain/bounds.ts';
import { contactBounds } from '../../subgraphs/crm/domain/contact-words.ts';
import { maxSummaryDays } from '../../subgraphs/crm/resolvers/summary-resolver.ts';
import type { LimitRow } from './limit-row.ts';

type Row = readonly [counts: string, code: 'TOO_LONG' | 'OUT_OF_RANGE'];

/** The compiler asks for a line here for each new bound; the people in a list are not refused. */
const requestRows: Record<Exclude<keyof typeof requestBounds, 'assignees'>, Row> = {
  title: ['characters of the title of a request', 'TOO_LONG'],
  text: ['characters of the text of a request', 'TOO_LONG'],
  outcome: ['characters of the outcome of a request', 'TOO_LONG'],
  comment: ['characters of a comment', 'TOO_LONG'],
  history: ['entries of the history of a request; it can be closed then, and nothing else', 'OUT_OF_RANGE'],
  deadlineYears: ['years to a deadline', 'OUT_OF_RANGE'],
};

const contactRows: Record<keyof typeof contactBounds, Row> = {
  counterpart: ['characters of the counterpart of a contact', 'TOO_LONG'],
  summary: ['characters of the summary of a contact', 'TOO_LONG'],
  reason: ['characters of the reason for which an entry is struck out', 'TOO_LONG'],
  minutes: ['minutes of a contact', 'OUT_OF_RANGE'],
  versions: ['corrections of an entry of the journal', 'OUT_OF_RANGE'],
  yearsBack: ['years back to a contact', 'OUT_OF_RANGE'],
};

const test = 'subgraphs/crm/bounds.test.ts';

/** The limits of requests and of the journal of contacts. */
export function listRequestLimits(): readonly LimitRow[] {
  const place = 'mutations of crm';
  const requests = Object.entries(requestRows).map(([name, [counts, code]]) => ({
    place,
    counts,
    bound: requestBounds[name as keyof typeof requestRows],
    answer: `userError ${code}`,
    test: name === 'history' ? 'subgraphs/crm/requests.test.ts' : test,
  }));
  const contacts = Object.entries(contactRows).map(([name, [counts, code]]) => ({
    place,
    counts,
    bound: contactBounds[name as keyof typeof contactRows],
    answer: `userError ${code}`,
    test,
  }));
  const summary = {
    place: 'queries of crm',
    counts: 'days of figures of requests and contacts',
    bound: maxSummaryDays,
    answer: 'BAD_USER_INPUT',
    test,
  };
  return [...requests, ...contacts, summary];
}
