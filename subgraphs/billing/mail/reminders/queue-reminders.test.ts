import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { DirectoryUnavailableError } from '#kernel/directories/directory-unavailable-error.ts';
import { callMutation, codesOf, type TestRefusal } from '#kernel/testing/call-mutation.ts';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { addDays } from '#schema/calendar/day.ts';
import { formatMinor } from '#schema/money.ts';
import { DocumentArchive } from '../../documents/document-archive.ts';
import { documentSeller, issueSome } from '../../testing/document-calls.ts';
import { freeLine, succeed } from '../../testing/invoice-calls.ts';
import { mailsOf, resend } from '../../testing/mail-calls.ts';
import { settle } from '../../testing/payment-calls.ts';
import { startTestBilling, type TestBilling } from '../../testing/test-billing.ts';
import { startTestMails, type TestMails } from '../../testing/test-mails.ts';
import { createInvoiceMailComposer } from '../compose-invoice-mail.ts';
import { queueReminders } from './queue-reminders.ts';
import { parseReminderPlan } from './reminder-plan.ts';

const parsed = parseReminderPlan('-3,0,7,14,30', '14:EUR:15.00,30:EUR:40.00');
const plan = 'plan' in parsed ? parsed.plan : [];
const disputed = new Set<string>();

let billing: TestBilling;
let mails: TestMails;
let manager: GraphqlClient;

before(async () => {
  billing = await startTestBilling({
    settings: { sellerDetails: { ...documentSeller, email: 'accounts@comptoir.example' } },
    mailPolicy: { plan },
    seller: { timeZone: 'Europe/Paris' },
  });
  manager = await billing.as('BILLING_MANAGER');
  mails = await startTestMails(billing, { isDisputed: (id) => Promise.resolve(disputed.has(id)) });
});
/** Nothing is left to pay on the invoices of a test before the next one. */
afterEach(async () => {
  mails.resume();
  const open = await billing.database.sql<{ id: string; balance: string }[]>`
    select id, (total_minor - paid_minor - credited_minor)::text as balance from billing.invoices where status = 'ISSUED'`;
  for (const { id: invoiceId, balance } of open)
    await settle(manager, 'recordPayment', { invoiceId, amount: formatMinor(BigInt(balance), 'EUR') });
  await mails.settle();
});
after(async () => {
  await mails.close();
  await billing.close();
});

/** Lets a day come, on which two processes queue reminders, and gives the mails of the invoices that were sent. */
async function reminded(today: string, atOnce = 100) {
  billing.setNow(`${today}T09:00:00Z`);
  const step = () =>
    queueReminders(billing.database.db, {
      plan,
      today,
      timeZone: 'Europe/Paris',
      sellerLanguage: 'EN',
      atOnce,
    });
  while ((await Promise.all([step(), step()])).some(Boolean));
  return (await mails.settle()).map(({ headers, text }) => ({
    subject: headers.get('subject') ?? '',
    unsubscribe: headers.get('list-unsubscribe'),
    text: text.replace(/[\u00a0\u202f]/g, ' '),
  }));
}

const customer = { email: 'ada@acme.example' };
const issueDue = (dueDate: string, ofCustomer: object = customer) =>
  issueSome(billing, { dueDate, customer: ofCustomer });

async function stepsOf(invoiceId: string) {
  const rows = await billing.database.sql<{ step_days: number; state: string; problem: string | null }[]>`
    select step_days, state, problem from billing.mails join billing.invoice_mails on mail_id = id
    where kind = 'REMINDER' and invoice_id = ${invoiceId} order by step_days`;
  return rows.map(({ step_days, state, problem }) => [step_days, state, problem]);
}

interface RemindersPayload extends TestRefusal {
  readonly invoice: { readonly reminders: object } | null;
}

const reminders = 'reminders { isPaused pausedUntil pauseReason next { on stepDays } }';
const pause = (input: object): Promise<RemindersPayload> =>
  callMutation(manager, 'pauseReminders', input, `invoice { ${reminders} }`);
const resume = (input: object): Promise<RemindersPayload> =>
  callMutation(manager, 'resumeReminders', input, `invoice { ${reminders} }`);

async function nextOf(id: string) {
  const { data } = await manager<{ invoice: { reminders: { next: object | null } | null } }>(
    `query ($id: ID!) { invoice(id: $id) { ${reminders} } }`,
    { id },
  );
  return data.invoice.reminders?.next;
}

test('what was due before reminders began is not reminded of', async () => {
  await issueDue('2026-03-01');
  assert.deepEqual(await reminded('2026-03-02'), []);
  assert.deepEqual(await reminded('2026-03-15'), []);
});

test('an invoice is reminded of on each day of the plan, once, with the figures of that day', async () => {
  const id = await issueDue('2026-04-10');
  assert.deepEqual(await nextOf(id), { on: '2026-04-07', stepDays: -3 });
  assert.deepEqual(await reminded('2026-04-06'), []);
  const [before, ...more] = await reminded('2026-04-07');
  assert.deepEqual(more, []);
  assert.match(before?.subject ?? '', /^Invoice 2026-\d{6} from Comptoir is due on 10 April 2026$/);
  assert.match(before?.unsubscribe ?? '', /^<mailto:accounts@comptoir\.example\?subject=/);
  assert.match(before?.text ?? '', /If you do not want reminders before the due date, answer this mail/);
  assert.deepEqual(await reminded('2026-04-08'), [], 'a step is sent once');
  assert.match((await reminded('2026-04-10'))[0]?.subject ?? '', /is due today$/);
  await settle(manager, 'recordPayment', { invoiceId: id, amount: '480.80' });
  const [week] = await reminded('2026-04-17');
  assert.equal(week?.unsubscribe, undefined);
  assert.match(
    week?.text ?? '',
    /was due on 10 April 2026, 7 days ago, and €1,000\.00 of it is left to pay\./,
  );
  assert.doesNotMatch(week?.text ?? '', /fee/);
  assert.match((await reminded('2026-04-24'))[0]?.text ?? '', /we charge a fee of €15\.00 in addition/);
  assert.deepEqual(await nextOf(id), { on: '2026-05-10', stepDays: 30 });
  await settle(manager, 'recordPayment', { invoiceId: id, amount: '1000.00' });
  assert.equal(await nextOf(id), null);
  assert.deepEqual(await reminded('2026-05-10'), []);
});

test('steps that were missed are skipped but for the newest, and one whose window is over is not sent', async () => {
  const id = await issueDue('2026-06-01');
  // Nothing ran from the end of May on.
  const [mail, ...more] = await reminded('2026-06-20');
  assert.deepEqual(more, []);
  assert.match(mail?.text ?? '', /19 days ago/);
  assert.deepEqual(await stepsOf(id), [[14, 'SENT', null]]);
  await reminded('2026-07-09');
  assert.deepEqual(await stepsOf(id), [[14, 'SENT', null]], 'the last step ends a week after its day');
});

test('a step on the day of the issue or before is left out', async () => {
  billing.setNow('2026-07-10T09:00:00Z');
  const soon = await issueDue('2026-07-12');
  const now = await issueDue('2026-07-10');
  assert.deepEqual(await nextOf(soon), { on: '2026-07-12', stepDays: 0 });
  assert.deepEqual(await reminded('2026-07-10'), []);
  await reminded('2026-07-17');
  assert.deepEqual(await stepsOf(now), [[7, 'SENT', null]]);
});

test('a payment, a credit note, a dispute and a void invoice stop reminders, also one that waits', async () => {
  billing.setNow('2026-08-01T09:00:00Z');
  const [paid, credited, inDispute, voided] = [
    await issueDue('2026-08-20'),
    await issueDue('2026-08-20'),
    await issueDue('2026-08-20'),
    await issueDue('2026-08-20'),
  ];
  await mails.pause();
  billing.setNow('2026-08-17T09:00:00Z');
  const round = {
    plan,
    today: '2026-08-17',
    timeZone: 'Europe/Paris',
    sellerLanguage: 'EN',
    atOnce: 2,
  } as const;
  while (await queueReminders(billing.database.db, round));
  await settle(manager, 'recordPayment', { invoiceId: paid, amount: '1480.80' });
  const credit = { invoiceId: credited, reason: 'Returned', idempotencyKey: credited };
  await callMutation(manager, 'createCreditNote', credit, 'creditNote { id }');
  disputed.add(inDispute);
  const voiding = { id: voided, expectedVersion: 2, reason: 'Wrong', idempotencyKey: voided };
  await callMutation(manager, 'voidInvoice', voiding, 'invoice { id }');
  mails.resume();
  assert.deepEqual(await mails.settle(), []);
  assert.deepEqual(await stepsOf(paid), [[-3, 'CANCELLED', 'Nothing is left to pay on the invoice.']]);
  assert.deepEqual(await stepsOf(credited), [[-3, 'CANCELLED', 'Nothing is left to pay on the invoice.']]);
  assert.deepEqual(await stepsOf(inDispute), [[-3, 'CANCELLED', 'The invoice is disputed.']]);
  assert.deepEqual(await stepsOf(voided), [[-3, 'CANCELLED', 'The invoice is void.']]);
  disputed.delete(inDispute);
  const [next, ...more] = await reminded('2026-08-20');
  assert.ok(next && more.length === 0, 'after a dispute, the next step is sent');
});

test('reminders stop while they are paused, with a reason and possibly an end', async () => {
  billing.setNow('2026-09-01T09:00:00Z');
  const id = await issueDue('2026-09-10');
  assert.deepEqual(codesOf(await pause({ invoiceId: id, reason: ' ', until: '2026-08-31' })), {
    reason: 'REQUIRED',
    until: 'OUT_OF_RANGE',
  });
  const tooLong = { reason: 'x'.repeat(501), until: '2036-09-09' };
  assert.deepEqual(codesOf(await pause({ invoiceId: id, ...tooLong })), {
    reason: 'TOO_LONG',
    until: 'OUT_OF_RANGE',
  });
  // 3,660 days ahead.
  const longest = await pause({ invoiceId: id, reason: 'x'.repeat(500), until: '2036-09-08' });
  assert.deepEqual(longest.userErrors, []);
  const { invoice } = await pause({ invoiceId: id, reason: 'Promised', until: '2026-09-10' });
  assert.deepEqual(invoice, {
    reminders: {
      isPaused: true,
      pausedUntil: '2026-09-10',
      pauseReason: 'Promised',
      next: { on: '2026-09-17', stepDays: 7 },
    },
  });
  assert.deepEqual(await reminded('2026-09-07'), []);
  assert.deepEqual(await reminded('2026-09-10'), []);
  assert.equal((await reminded('2026-09-17')).length, 1, 'a pause ends by itself');
  await pause({ invoiceId: id, reason: 'For good' });
  assert.deepEqual(await reminded('2026-09-24'), []);
  const resumed = await resume({ invoiceId: id });
  assert.deepEqual(resumed.invoice, {
    reminders: {
      isPaused: false,
      pausedUntil: null,
      pauseReason: null,
      next: { on: '2026-10-10', stepDays: 30 },
    },
  });
  assert.deepEqual(await stepsOf(id), [
    [-3, 'CANCELLED', 'The reminders of the invoice are paused.'],
    [0, 'CANCELLED', 'The reminders of the invoice are paused.'],
    [7, 'SENT', null],
    [14, 'CANCELLED', 'The reminders of the invoice are paused.'],
  ]);
  const { data } = await manager<{ invoice: { history: { edges: { node: { kind: string } }[] } } }>(
    'query ($id: ID!) { invoice(id: $id) { history { edges { node { kind } } } } }',
    { id },
  );
  const kinds = data.invoice.history.edges.map(({ node }) => node.kind);
  assert.equal(kinds.filter((kind) => kind === 'REMINDERS_PAUSED').length, 3);
  assert.equal(kinds.filter((kind) => kind === 'REMINDERS_RESUMED').length, 1);
});

test('a customer may do without reminders before the due date, and without none after it', async () => {
  billing.setNow('2026-10-01T09:00:00Z');
  const id = await issueDue('2026-10-20', { ...customer, courtesyMails: false });
  assert.deepEqual(await reminded('2026-10-17'), []);
  assert.deepEqual(await reminded('2026-10-27').then((sent) => sent.length), 1);
  assert.deepEqual(await stepsOf(id), [
    [-3, 'CANCELLED', 'The customer does not want reminders before the due date.'],
    [7, 'SENT', null],
  ]);
});

test('while nobody can tell if an invoice is disputed, its reminder waits', async () => {
  billing.setNow('2026-10-28T09:00:00Z');
  const id = await issueDue('2026-11-03');
  await mails.pause();
  const today = '2026-10-31';
  billing.setNow(`${today}T09:00:00Z`);
  const round = { plan, today, timeZone: 'Europe/Paris', sellerLanguage: 'EN', atOnce: 100 } as const;
  await queueReminders(billing.database.db, round);
  const [row] = await billing.database.sql<{ id: string }[]>`
    select id from billing.mails join billing.invoice_mails on mail_id = id where invoice_id = ${id}`;
  const { surroundings } = billing;
  const { db } = billing.database;
  const compose = createInvoiceMailComposer({
    db,
    ...surroundings,
    documentArchive: new DocumentArchive({ db, ...surroundings }),
    disputes: {
      isDisputed: () => Promise.reject(new DirectoryUnavailableError('crm service', 'it is away')),
    },
  });
  const mail = {
    id: row?.id ?? '',
    kind: 'REMINDER',
    about: {},
    recipient: undefined,
    language: 'EN',
    notBefore: new Date(),
  };
  assert.deepEqual(await compose(mail, AbortSignal.timeout(5_000)), {
    kind: 'later',
    at: new Date(`${today}T09:05:00Z`),
  });
  billing.setNow(`${addDays(today, 3)}T09:00:00Z`);
  assert.deepEqual(await compose(mail, AbortSignal.timeout(5_000)), {
    kind: 'cancelled',
    reason: 'The time of this reminder is over.',
  });
});

test('a reminder of before the due date that is sent again after it is not one of courtesy', async () => {
  billing.setNow('2026-11-10T09:00:00Z');
  const id = await issueDue('2026-11-20', { ...customer, courtesyMails: false });
  assert.deepEqual(await reminded('2026-11-17'), []);
  const [cancelled] = await mailsOf(billing, id);
  billing.setNow('2026-11-22T09:00:00Z');
  assert.deepEqual((await resend(manager, { id: cancelled?.id })).userErrors, []);
  const [mail] = await mails.settle();
  assert.match(mail?.text ?? '', /2 days ago/);
  assert.doesNotMatch(mail?.text ?? '', /If you do not want reminders/);
  assert.equal(mail?.headers.get('list-unsubscribe'), undefined);
});

test('drafts, credit notes and imported invoices have no reminders', async () => {
  const draft = await succeed(manager, 'createInvoice', {
    customerId: billing.addCustomer(customer),
    currency: 'EUR',
    lines: [{ ...freeLine, quantity: '1', unitPrice: '10.00', taxRate: '20' }],
  });
  assert.equal(await nextOf(draft.id), undefined);
  assert.deepEqual(codesOf(await pause({ invoiceId: draft.id, reason: 'x' })), {
    invoiceId: 'WRONG_STATE',
  });
  assert.deepEqual(codesOf(await resume({ invoiceId: 'nothing' })), { invoiceId: 'NOT_FOUND' });
});
