import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { drizzle } from '#platform/database/drizzle.ts';
import { approvalDecided, approvalRequested } from '#schema/work-events/approval-events.ts';
import { importEnded } from '#schema/work-events/import-ended.ts';
import { requestAssigned } from '#schema/work-events/request-events.ts';
import { newIdentity, startTestWorkspace, type TestWorkspace } from '../testing/test-workspace.ts';
import { createNoticeMailComposer } from './compose-notice-mail.ts';
import { queueNoticeMails } from './queue-notice-mails.ts';

let workspace: TestWorkspace;

before(async () => {
  workspace = await startTestWorkspace();
});
after(() => workspace.close());

interface Person {
  readonly subject: string;
  readonly roles?: readonly string[];
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly preferences?: object;
  readonly client?: string;
}

/** Signs a person in who looks at their notices. */
async function meet({
  subject,
  roles = ['BILLING_MANAGER'],
  claims,
  preferences,
  client,
}: Person): Promise<void> {
  const verified = { email: `${subject}@example.com`, email_verified: true };
  const call = await workspace.signIn({
    subject,
    roles,
    claims: { ...(claims ?? verified), ...(client !== undefined && { azp: client }) },
  });
  await call('{ notices { totalCount } }');
  if (preferences === undefined) return;
  await call(
    'mutation ($input: UpdatePreferencesInput!) { updatePreferences(input: $input) { userErrors { code } } }',
    {
      input: preferences,
    },
  );
}

async function requestApproval(requestedBy: string, approvalId: string = randomUUID()): Promise<void> {
  const event = {
    approvalId,
    action: 'CREDIT' as const,
    invoiceId: randomUUID(),
    invoiceNumber: '2026-000007',
    amount: '100.00',
    currency: 'EUR',
    approverRole: 'BILLING_MANAGER' as const,
    requestedBy: workspace.personOf(requestedBy),
    requestedAt: '2026-11-30T09:30:00.000Z',
  };
  await workspace.receive(approvalRequested.encode(event, newIdentity('/billing')));
}

/** Queues the mails of new notices, composes those that are new, and gives what they became. */
async function findMails(waitedMs = 0) {
  const { sql } = workspace.database;
  const db = drizzle(sql);
  await queueNoticeMails(db);
  const clock = () => new Date(Date.now() + waitedMs);
  const compose = createNoticeMailComposer(db, {
    pageUrl: 'https://invoices.example',
    timeZone: 'UTC',
    clock,
  });
  const rows = await sql<{ id: string; kind: string; about: Record<string, string> }[]>`
    delete from mails returning id, kind, about`;
  const composed = await Promise.all(
    rows.map(({ id, kind, about }) =>
      compose(
        { id, kind, about, recipient: undefined, language: undefined, notBefore: new Date() },
        AbortSignal.timeout(30_000),
      ),
    ),
  );
  return composed
    .map((mail) => (mail.kind === 'mail' ? `${mail.to}: ${mail.subject}` : mail.kind))
    .toSorted();
}

test('an approval that waits comes to whoever holds the role, wants it, has a verified address, and did not ask for it', async () => {
  await meet({ subject: 'ada' });
  await meet({ subject: 'berthe', preferences: { language: 'fr' } });
  await meet({ subject: 'cleo', preferences: { mailApprovals: false } });
  await meet({ subject: 'dora', roles: ['PRODUCT_MANAGER'] });
  await meet({ subject: 'edith', claims: { email: 'edith@example.com', email_verified: false } });
  await meet({ subject: 'fanny', claims: {} });
  await meet({ subject: 'grace' });
  await requestApproval('grace');
  assert.deepEqual(await findMails(), [
    'ada@example.com: Approval needed: invoice 2026-000007',
    'berthe@example.com: Approbation demandée : facture 2026-000007',
  ]);
});

test('a notice is mailed once to each person, however often it is looked at', async () => {
  await requestApproval('grace');
  const db = drizzle(workspace.database.sql);
  await Promise.all([queueNoticeMails(db), queueNoticeMails(db), queueNoticeMails(db)]);
  assert.equal((await findMails()).length, 2);
  assert.deepEqual(await findMails(), []);
});

test('whoever lost the role, the address or the wish before a mail goes out gets none', async () => {
  await requestApproval('grace');
  await queueNoticeMails(drizzle(workspace.database.sql));
  await meet({ subject: 'ada', roles: ['USER'] });
  await meet({ subject: 'berthe', claims: { email: 'berthe@example.com', email_verified: false } });
  assert.deepEqual(await findMails(), ['cancelled', 'cancelled']);
  await requestApproval('grace');
  assert.deepEqual(await findMails(), []);
});

test('roles of the latest token count, whichever client it was for', async () => {
  await meet({ subject: 'irene', client: 'old-app' });
  await meet({ subject: 'irene', client: 'facturation-web' });
  await meet({ subject: 'irene', client: 'facturation-web', roles: ['USER'] });
  await requestApproval('grace');
  assert.deepEqual(await findMails(), []);
});

test('a mail is not sent of an approval that was decided, nor a day later than it was meant to be', async () => {
  await meet({ subject: 'ada' });
  const approvalId = randomUUID();
  await requestApproval('grace', approvalId);
  const decision = {
    approvalId,
    action: 'CREDIT' as const,
    invoiceId: randomUUID(),
    invoiceNumber: '2026-000007',
    amount: '100.00',
    currency: 'EUR',
    decision: 'APPROVED' as const,
    requestedBy: workspace.personOf('grace'),
    decidedBy: workspace.personOf('berthe'),
    decidedAt: '2026-11-30T10:30:00.000Z',
  };
  await workspace.receive(approvalDecided.encode(decision, newIdentity('/billing')));
  assert.deepEqual(await findMails(), ['cancelled']);
  await requestApproval('grace');
  assert.deepEqual(await findMails(25 * 3_600_000), ['cancelled']);
  await meet({ subject: 'ada', roles: ['USER'] });
});

test('the ends of imports come by mail only if somebody chose so, and given requests to the person alone', async () => {
  await meet({ subject: 'ada', preferences: { mailImports: true } });
  await meet({ subject: 'berthe' });
  const ended = {
    jobId: randomUUID(),
    jobNumber: 1,
    fileName: 'may.csv',
    status: 'COMPLETED' as const,
    loadedRows: 10,
    rejectedRows: 0,
    endedAt: '2026-11-30T09:30:00.000Z',
  };
  await workspace.receive(importEnded.encode(ended, newIdentity('/batch')));
  assert.deepEqual(await findMails(), ['ada@example.com: Import is complete: may.csv']);
  const assigned = {
    requestId: randomUUID(),
    reference: 'R-7',
    assignee: workspace.personOf('berthe'),
    assignedBy: workspace.personOf('ada'),
    assignedAt: '2026-11-30T09:30:00.000Z',
  };
  await workspace.receive(requestAssigned.encode(assigned, newIdentity('/crm')));
  assert.deepEqual(await findMails(), ['berthe@example.com: Pour vous : demande R-7']);
});

test('an address counts no more when the person has not been seen for a month', async () => {
  await meet({ subject: 'henriette' });
  await workspace.database.sql`update mail_addresses set seen_at = now() - interval '31 days'`;
  await requestApproval('grace');
  assert.deepEqual(await findMails(), []);
  await meet({ subject: 'henriette' });
  await requestApproval('grace');
  assert.deepEqual(await findMails(), ['henriette@example.com: Approval needed: invoice 2026-000007']);
});
