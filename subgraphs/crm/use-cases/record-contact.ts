import { v7 as createId } from 'uuid';
import { answerOnce } from '#kernel/answer-once.ts';
import { type Checked, InputProblems } from '#kernel/input-problems.ts';
import type { SignedInCaller } from '#platform/graphql/caller.ts';
import { contacts } from '../contact-tables.ts';
import type { Crm } from '../crm-parts.ts';
import { parseContactFields } from '../domain/contact-input.ts';
import { toRequestViewer } from '../domain/viewer.ts';
import type { RecordContactInput } from '../generated/types.ts';
import { findContacts } from '../store/contact-store.ts';
import { findRequests } from '../store/request-store.ts';
import { readAssignee } from './assign-request.ts';
import { type ContactPayload, refuseContact } from './contact-payload.ts';
import { findSubjectMatter } from './find-subject-matter.ts';

type Fields = Omit<RecordContactInput, 'idempotencyKey'>;
type PreparedContact = Omit<typeof contacts.$inferInsert, 'id' | 'recordedAt' | 'author'>;

/** Writes a contact with a customer into the journal. */
export async function recordContact(
  crm: Crm,
  caller: SignedInCaller,
  { idempotencyKey: key, ...input }: RecordContactInput,
): Promise<ContactPayload> {
  const { principal } = caller;
  const { person: author } = toRequestViewer(principal);
  const newId = createId();
  const call = { operation: 'recordContact', principal, key, input };
  const { value: id, problems } = await answerOnce<PreparedContact>(crm.db, call, {
    id: newId,
    prepare: () => prepare(crm, caller, input),
    write: async (tx, prepared) => {
      await tx.insert(contacts).values({ ...prepared, id: newId, author, recordedAt: crm.clock() });
      return { value: newId };
    },
  });
  if (problems !== undefined) return refuseContact(problems);
  const [contact] = await findContacts(crm.db, [id]);
  return { contact: contact ?? null, userErrors: [] };
}

async function prepare(crm: Crm, caller: SignedInCaller, input: Fields): Promise<Checked<PreparedContact>> {
  const problems = new InputProblems();
  const viewer = toRequestViewer(caller.principal);
  const { kind, counterpart = null, occurredAt: when, minutes: took, summary: content } = input;
  const now = crm.clock();
  const fields = parseContactFields(
    { kind, counterpart, occurredAt: when, minutes: took, summary: content },
    now,
    problems,
  );
  const given = { subject: input.personId, kind: 'TASK', now } as const;
  const person = await readAssignee(crm.db, given, problems.at('personId'));
  const about = await findAbout(crm, caller, input, problems);
  const { occurredAt, minutes, summary } = fields;
  const isComplete = occurredAt !== undefined && minutes !== undefined && summary !== undefined;
  if (!problems.isEmpty || about === undefined || !isComplete) return { problems: problems.errors };
  return {
    value: {
      kind,
      counterpart: fields.counterpart ?? null,
      occurredAt,
      minutes,
      summary,
      ...about,
      person: person ?? viewer.person,
    },
  };
}

/** Finds the customer that an input names, or whose request it names; undefined for problems, which are noted. */
async function findAbout(
  crm: Crm,
  caller: SignedInCaller,
  { customerId = null, requestId = null }: Fields,
  problems: InputProblems,
): Promise<{ customerId: string; requestId: string | null } | undefined> {
  if (requestId === null) {
    const matter = await findSubjectMatter(crm, caller, { kind: 'OTHER', customerId }, problems);
    const found = matter?.customerId ?? undefined;
    return found === undefined ? undefined : { customerId: found, requestId: null };
  }
  if (customerId !== null)
    problems.at('customerId').add('INVALID', 'Give a request or a customer, not both.');
  const [request] = await findRequests(crm.db, [requestId], toRequestViewer(caller.principal));
  if (request === undefined) problems.at('requestId').add('NOT_FOUND', 'There is no request with this id.');
  else if (request.customerId === null)
    problems.at('requestId').add('WRONG_STATE', 'The request is about no known customer.');
  else return { customerId: request.customerId, requestId: request.id };
  return undefined;
}
