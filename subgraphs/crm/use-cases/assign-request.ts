import { InputProblems } from '#kernel/input-problems.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import type { Crm } from '../crm-parts.ts';
import type { RequestKindName } from '../domain/request-words.ts';
import type { RequestViewer } from '../domain/viewer.ts';
import type { AssignRequestInput } from '../generated/types.ts';
import { announceAssignment } from '../outbox/announce-request.ts';
import { findAssignee } from '../store/people-register.ts';
import { applyChange } from './change-request.ts';
import type { RequestPayload } from './request-payload.ts';

/** Gives an open request to somebody, or to nobody. */
export function assignRequest(
  crm: Crm,
  viewer: RequestViewer,
  { id, expectedVersion, assigneeId }: AssignRequestInput,
): Promise<RequestPayload> {
  const problems = new InputProblems();
  return applyChange(crm, viewer, {
    id,
    expectedVersion,
    status: 'OPEN',
    problems,
    plan: async (request, tx, at) => {
      const assignee = await readAssignee(
        tx,
        { subject: assigneeId, kind: request.kind, now: at },
        problems.at('assigneeId'),
      );
      if (assignee === undefined || assignee === request.assignee) return undefined;
      return {
        columns: { assignee },
        kind: 'ASSIGNED',
        details: assignee === null ? {} : { assignee },
        announce: (writing, changed, when) =>
          announceAssignment(writing, changed, { by: viewer.person, at: when }),
      };
    },
  });
}

/** Finds the person that an input names: null for nobody, undefined for a problem, which is noted. */
export async function readAssignee(
  db: Pick<Transaction, 'select' | 'execute' | '$count'>,
  given: {
    readonly subject: string | null | undefined;
    readonly kind: RequestKindName;
    readonly now: Date;
  },
  problems: InputProblems,
): Promise<string | null | undefined> {
  const { subject, kind, now } = given;
  if (subject === null || subject === undefined) return null;
  const person = await findAssignee(db, subject, kind, now);
  if (person === undefined)
    problems.add('NOT_FOUND', 'Give one of `requestAssignees`, who may see requests of this kind.');
  return person;
}
