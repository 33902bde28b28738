import { InputProblems } from '#kernel/input-problems.ts';
import type { Crm } from '../crm-parts.ts';
import { toFirstAlert } from '../domain/alert.ts';
import type { RequestViewer } from '../domain/viewer.ts';
import type { ReopenRequestInput } from '../generated/types.ts';
import { announceOpening } from '../outbox/announce-request.ts';
import { applyChange } from './change-request.ts';
import type { RequestPayload } from './request-payload.ts';

/** Opens a request again. Alerts of its deadline that were sent are not sent once more. */
export function reopenRequest(
  crm: Crm,
  viewer: RequestViewer,
  { id, expectedVersion }: ReopenRequestInput,
): Promise<RequestPayload> {
  return applyChange(crm, viewer, {
    id,
    expectedVersion,
    status: 'DONE',
    problems: new InputProblems(),
    plan: ({ deadline }) => ({
      columns: {
        status: 'OPEN',
        closedAt: null,
        closedBy: null,
        outcome: null,
        nextAlertAt: toFirstAlert(deadline),
      },
      kind: 'REOPENED',
      announce: (tx, request, at) => announceOpening(tx, request, { by: viewer.person, at }),
    }),
  });
}
