import { InputProblems } from '#kernel/input-problems.ts';
import { parseOptionalText } from '#kernel/text-input.ts';
import type { Crm } from '../crm-parts.ts';
import { requestBounds } from '../domain/bounds.ts';
import type { RequestViewer } from '../domain/viewer.ts';
import type { CloseRequestInput } from '../generated/types.ts';
import { announceClosing } from '../outbox/announce-request.ts';
import { applyChange } from './change-request.ts';
import type { RequestPayload } from './request-payload.ts';

/** Marks an open request as done; its alerts end. */
export function closeRequest(
  crm: Crm,
  viewer: RequestViewer,
  { id, expectedVersion, outcome: given }: CloseRequestInput,
): Promise<RequestPayload> {
  const problems = new InputProblems();
  const rule = { maxLength: requestBounds.outcome, isMultiline: true };
  const outcome = parseOptionalText(given, rule, problems.at('outcome'));
  return applyChange(crm, viewer, {
    id,
    expectedVersion,
    status: 'OPEN',
    problems,
    plan: (request, _tx, at) => {
      if (request.kind === 'DISPUTE' && outcome === null)
        problems.at('outcome').add('REQUIRED', 'A dispute needs its outcome: say how it ended.');
      if (outcome === undefined) return undefined;
      return {
        columns: { status: 'DONE', closedAt: at, closedBy: viewer.person, outcome, nextAlertAt: null },
        kind: 'CLOSED',
        details: outcome === null ? {} : { text: outcome },
        announce: (writing, closed, when) =>
          announceClosing(writing, closed, { by: viewer.person, at: when }),
      };
    },
  });
}
