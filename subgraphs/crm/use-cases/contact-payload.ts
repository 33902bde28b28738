import type { InputProblems, UserError } from '#kernel/input-problems.ts';
import type { RequestViewer } from '../domain/viewer.ts';
import type { CustomerContactModel } from '../models.ts';

/** The answer of a mutation of the journal. */
export interface ContactPayload {
  readonly contact: CustomerContactModel | null;
  readonly userErrors: UserError[];
}

/** Answers with problems. */
export function refuseContact(userErrors: readonly UserError[]): ContactPayload {
  return { contact: null, userErrors: [...userErrors] };
}

/** Notes that an entry is not there, is of somebody else, at another version, or struck out. */
export function checkContact(
  contact: CustomerContactModel | undefined,
  { expectedVersion, viewer }: { readonly expectedVersion: number; readonly viewer: RequestViewer },
  problems: InputProblems,
): void {
  if (contact === undefined) {
    problems.at('id').add('NOT_FOUND', 'There is no contact with this id.');
  } else if (contact.author !== viewer.person) {
    problems.at('id').add('NOT_ALLOWED', 'Only whoever wrote the entry can correct it or strike it out.');
  } else if (contact.version !== expectedVersion) {
    const message = `The entry is at version ${contact.version} now: read it again and repeat the change.`;
    problems.at('expectedVersion').add('CONFLICT', message);
  } else if (contact.struckAt !== null) {
    problems.add('WRONG_STATE', 'The entry was struck out: write a new one instead.');
  }
}
