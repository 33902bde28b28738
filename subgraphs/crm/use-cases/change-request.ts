import type { InputProblems } from '#kernel/input-problems.ts';
import { recordEffect, recordNoEffect } from '#platform/audit/record-effect.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import type { Crm } from '../crm-parts.ts';
import type { RequestViewer } from '../domain/viewer.ts';
import type { CustomerRequestModel } from '../models.ts';
import type { RequestHistoryDetails, requestHistory } from '../request-tables.ts';
import { checkHistory, writeRequestHistory } from '../store/history-store.ts';
import { changeRequest, lockCustomerRequest, type RequestColumns } from '../store/request-store.ts';
import { acceptRequest, checkRequest, type RequestPayload, refuseRequest } from './request-payload.ts';

/** A change of a request, and what it leaves behind. */
interface RequestChange {
  readonly columns: RequestColumns;
  readonly kind: (typeof requestHistory.$inferInsert)['kind'];
  readonly details?: RequestHistoryDetails;
  /** Announces the change as the last statement of its transaction. */
  announce?(tx: Transaction, request: CustomerRequestModel, at: Date): Promise<void>;
}

export interface ChangePlan {
  readonly id: string;
  readonly expectedVersion: number;
  /** The status that the request must have. */
  readonly status: 'OPEN' | 'DONE';
  /** The problems of the input; those with the request come to them. */
  readonly problems: InputProblems;
  /** The change of the locked request, or undefined if there is nothing to change; may note further problems. */
  plan(
    request: CustomerRequestModel,
    tx: Transaction,
    at: Date,
  ): Promise<RequestChange | undefined> | RequestChange | undefined;
}

/** Changes a request in one transaction, with its history and its audit. */
export function applyChange(
  { db, clock }: Crm,
  viewer: RequestViewer,
  { id, expectedVersion, status, problems, plan }: ChangePlan,
): Promise<RequestPayload> {
  return db.transaction(async (tx) => {
    const request = await lockCustomerRequest(tx, id, viewer);
    checkRequest(request, { expectedVersion, status }, problems);
    if (request === undefined) return refuseRequest(problems.errors);
    const at = clock();
    const change = await plan(request, tx, at);
    if (!problems.isEmpty) return refuseRequest(problems.errors);
    if (change === undefined) {
      recordNoEffect();
      return acceptRequest(request);
    }
    // A request whose history is full can be closed all the same.
    if (change.kind !== 'CLOSED') await checkHistory(tx, request.id, problems);
    if (!problems.isEmpty) return refuseRequest(problems.errors);
    const { columns, kind, details = {}, announce } = change;
    const changed = await changeRequest(tx, request, columns, at);
    await writeRequestHistory(tx, {
      requestId: changed.id,
      kind,
      actor: viewer.person,
      occurredAt: at,
      details,
    });
    await recordEffect(tx, { id: changed.id });
    await announce?.(tx, changed, at);
    return acceptRequest(changed);
  });
}
