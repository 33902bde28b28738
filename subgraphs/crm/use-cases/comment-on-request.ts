import { answerOnce } from '#kernel/answer-once.ts';
import { type Checked, InputProblems } from '#kernel/input-problems.ts';
import { parseRequiredText } from '#kernel/text-input.ts';
import type { Reader, Transaction } from '#platform/database/transaction.ts';
import type { Principal } from '#platform/tokens/principal.ts';
import type { Crm } from '../crm-parts.ts';
import { requestBounds } from '../domain/bounds.ts';
import { type RequestViewer, toRequestViewer } from '../domain/viewer.ts';
import type { CommentOnRequestInput } from '../generated/types.ts';
import { checkHistory, writeRequestHistory } from '../store/history-store.ts';
import { findRequests, lockCustomerRequest, touchRequest } from '../store/request-store.ts';
import {
  acceptRequest,
  noteMissing,
  type RequestPayload,
  refuseMissing,
  refuseRequest,
} from './request-payload.ts';

/** Adds a comment to a request. */
export async function commentOnRequest(
  crm: Crm,
  principal: Principal,
  { idempotencyKey: key, ...input }: CommentOnRequestInput,
): Promise<RequestPayload> {
  const viewer = toRequestViewer(principal);
  const call = { operation: 'commentOnRequest', principal, key, input };
  const { value: id, problems } = await answerOnce<string>(crm.db, call, {
    prepare: () => prepare(crm.db, viewer, input),
    write: (tx, text) => write(tx, crm.clock(), viewer, { id: input.id, text }),
  });
  if (problems !== undefined) return refuseRequest(problems);
  const [request] = await findRequests(crm.db, [id], viewer);
  // Whoever repeats the call may have lost the role since.
  if (request === undefined) return refuseMissing();
  return acceptRequest(request);
}

async function prepare(
  db: Reader,
  viewer: RequestViewer,
  { id, text: given }: { readonly id: string; readonly text: string },
): Promise<Checked<string>> {
  const problems = new InputProblems();
  const rule = { maxLength: requestBounds.comment, isMultiline: true };
  const text = parseRequiredText(given, rule, problems.at('text'));
  const [request] = await findRequests(db, [id], viewer);
  if (request === undefined) noteMissing(problems);
  return text === undefined || !problems.isEmpty ? { problems: problems.errors } : { value: text };
}

async function write(
  tx: Transaction,
  now: Date,
  viewer: RequestViewer,
  { id, text }: { readonly id: string; readonly text: string },
): Promise<Checked<string>> {
  const problems = new InputProblems();
  const request = await lockCustomerRequest(tx, id, viewer);
  if (request === undefined) noteMissing(problems);
  else await checkHistory(tx, request.id, problems);
  if (request === undefined || !problems.isEmpty) return { problems: problems.errors };
  await touchRequest(tx, request.id, now);
  const entry = { requestId: request.id, actor: viewer.person, occurredAt: now };
  await writeRequestHistory(tx, { ...entry, kind: 'COMMENTED', details: { text } });
  return { value: request.id };
}
