import { v7 as createId } from 'uuid';
import { answerOnce } from '#kernel/answer-once.ts';
import { type Checked, InputProblems } from '#kernel/input-problems.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import type { SignedInCaller } from '#platform/graphql/caller.ts';
import { describeDecimals } from '#schema/figure.ts';
import { formatMinor, minorDigits, parseMoney } from '#schema/money.ts';
import { readOptionalScalar } from '#schema/scalar-input.ts';
import type { Crm } from '../crm-parts.ts';
import type { ReferencedInvoice } from '../directories/request-references.ts';
import { toFirstAlert } from '../domain/alert.ts';
import { toPriority } from '../domain/priority.ts';
import { parseRequestFields } from '../domain/request-input.ts';
import { mayManage, type RequestViewer, toRequestViewer } from '../domain/viewer.ts';
import type { CreateRequestInput } from '../generated/types.ts';
import { announceAssignment, announceOpening } from '../outbox/announce-request.ts';
import { writeRequestHistory } from '../store/history-store.ts';
import { findRequests, insertRequest, type NewCustomerRequest } from '../store/request-store.ts';
import { readAssignee } from './assign-request.ts';
import { findSubjectMatter } from './find-subject-matter.ts';
import { acceptRequest, type RequestPayload, refuseMissing, refuseRequest } from './request-payload.ts';

type Fields = Omit<CreateRequestInput, 'idempotencyKey'>;
/** A request without problems; its times are those of its writing. */
type PreparedRequest = Omit<NewCustomerRequest, 'id' | 'createdAt' | 'updatedAt' | 'author'>;

/** Opens a request about a customer or an invoice. */
export async function createRequest(
  crm: Crm,
  caller: SignedInCaller,
  { idempotencyKey: key, ...input }: CreateRequestInput,
): Promise<RequestPayload> {
  const { principal } = caller;
  const viewer = toRequestViewer(principal);
  const newId = createId();
  const call = { operation: 'createRequest', principal, key, input };
  const { value: id, problems } = await answerOnce<PreparedRequest>(crm.db, call, {
    id: newId,
    prepare: () => prepare(crm, caller, input),
    write: (tx, prepared) => write(tx, crm.clock(), viewer, { ...prepared, id: newId }),
  });
  if (problems !== undefined) return refuseRequest(problems);
  const [request] = await findRequests(crm.db, [id], viewer);
  // Whoever repeats the call may have lost the role since.
  if (request === undefined) return refuseMissing();
  return acceptRequest(request);
}

async function prepare(crm: Crm, caller: SignedInCaller, input: Fields): Promise<Checked<PreparedRequest>> {
  const problems = new InputProblems();
  const { kind, disputedAmount = null, assigneeId, title, text = null, deadline = null } = input;
  const now = crm.clock();
  const urgency = input.urgency ?? 'NORMAL';
  const fields = parseRequestFields({ title, text, urgency, deadline }, now, problems);
  if (!mayManage(toRequestViewer(caller.principal), kind))
    problems
      .at('kind')
      .add('NOT_ALLOWED', 'Whoever manages invoices but not customers opens disputes alone.');
  const assignee = await readAssignee(crm.db, { subject: assigneeId, kind, now }, problems.at('assigneeId'));
  const matter = await findSubjectMatter(crm, caller, input, problems);
  const disputed = parseDisputed(
    { kind, amount: disputedAmount, invoice: matter?.invoice ?? null },
    problems.at('disputedAmount'),
  );
  if (!problems.isEmpty || matter === undefined || fields.title === undefined)
    return { problems: problems.errors };
  const due = fields.deadline ?? null;
  return {
    value: {
      kind,
      title: fields.title,
      text: fields.text ?? null,
      urgency,
      deadline: due,
      priority: toPriority({ urgency, deadline: due }),
      customerId: matter.customerId,
      invoiceId: matter.invoice?.id ?? null,
      invoiceNumber: matter.invoice?.number ?? null,
      ...disputed,
      assignee: assignee ?? null,
      nextAlertAt: toFirstAlert(due),
    },
  };
}

/** Reads the amount in dispute; without one, both columns are null. Problems are noted. */
function parseDisputed(
  given: {
    readonly kind: Fields['kind'];
    readonly amount: (Fields['disputedAmount'] & {}) | null;
    readonly invoice: ReferencedInvoice | null;
  },
  problems: InputProblems,
): Pick<NewCustomerRequest, 'disputedMinor' | 'currency'> {
  const none = { disputedMinor: null, currency: null };
  const { kind, invoice } = given;
  const text = readOptionalScalar(given.amount, problems);
  if (typeof text !== 'string') return none;
  if (kind !== 'DISPUTE') problems.add('INVALID', 'Only a dispute has an amount: leave it out.');
  if (kind !== 'DISPUTE' || invoice === null) return none;
  const { currency, totalMinor } = invoice;
  const amountMinor = parseMoney(text, currency)?.amountMinor;
  const total = `${formatMinor(totalMinor, currency)} ${currency}`;
  if (amountMinor === undefined) {
    problems.add('OUT_OF_RANGE', `Give an amount in ${currency} ${describeDecimals(minorDigits(currency))}.`);
  } else if (amountMinor <= 0n || amountMinor > totalMinor) {
    problems.add('OUT_OF_RANGE', `Give an amount above zero and at most the total of the invoice, ${total}.`);
  } else return { disputedMinor: amountMinor, currency };
  return none;
}

async function write(
  tx: Transaction,
  at: Date,
  { person }: RequestViewer,
  prepared: PreparedRequest & { readonly id: string },
): Promise<Checked<string>> {
  const request = await insertRequest(tx, { ...prepared, author: person, createdAt: at, updatedAt: at });
  const entry = { requestId: request.id, actor: person, occurredAt: at };
  await writeRequestHistory(tx, { ...entry, kind: 'CREATED', details: {} });
  await announceOpening(tx, request, { by: person, at });
  await announceAssignment(tx, request, { by: person, at });
  return { value: request.id };
}
