import { InputProblems } from '#kernel/input-problems.ts';
import type { Crm } from '../crm-parts.ts';
import { toFirstAlert } from '../domain/alert.ts';
import { toPriority } from '../domain/priority.ts';
import { parseRequestFields, type RequestChanges } from '../domain/request-input.ts';
import type { RequestViewer } from '../domain/viewer.ts';
import type { UpdateRequestInput } from '../generated/types.ts';
import type { CustomerRequestModel } from '../models.ts';
import { applyChange } from './change-request.ts';
import type { RequestPayload } from './request-payload.ts';

/** Changes the given fields of an open request. */
export function updateRequest(
  crm: Crm,
  viewer: RequestViewer,
  { id, expectedVersion, ...fields }: UpdateRequestInput,
): Promise<RequestPayload> {
  const problems = new InputProblems();
  const changes = parseRequestFields(fields, crm.clock(), problems);
  return applyChange(crm, viewer, {
    id,
    expectedVersion,
    status: 'OPEN',
    problems,
    plan: (request) => {
      const changed = findChanged(request, changes);
      if (changed.length === 0) return undefined;
      const { urgency = request.urgency, deadline = request.deadline } = changes;
      return {
        columns: {
          ...changes,
          priority: toPriority({ urgency, deadline }),
          ...(changed.includes('deadline') && { nextAlertAt: toFirstAlert(deadline) }),
        },
        kind: 'CHANGED',
        details: { fields: changed },
      };
    },
  });
}

const names = ['title', 'text', 'urgency', 'deadline'] as const;

/** The names of the fields that get another value. */
function findChanged(request: CustomerRequestModel, changes: RequestChanges): string[] {
  return names.filter((name) => {
    const value = changes[name];
    return value !== undefined && toComparable(value) !== toComparable(request[name]);
  });
}

function toComparable(value: string | Date | null): string | number | null {
  return value instanceof Date ? value.getTime() : value;
}
