import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, beforeEach, test } from 'node:test';
import { codesOf } from '#kernel/testing/call-mutation.ts';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { documentSeller, issueSome } from '../../testing/document-calls.ts';
import { mailsOf, resend } from '../../testing/mail-calls.ts';
import { settle } from '../../testing/payment-calls.ts';
import { startTestBilling, type TestBilling } from '../../testing/test-billing.ts';
import { startTestMails, type TestMails } from '../../testing/test-mails.ts';

let billing: TestBilling;
let mails: TestMails;
let manager: GraphqlClient;

before(async () => {
  billing = await startTestBilling({
    settings: { sellerDetails: documentSeller },
    mailPolicy: { onIssue: 'ALL', onPayment: 'ALL' },
  });
  manager = await billing.as('BILLING_MANAGER');
  mails = await startTestMails(billing);
});
beforeEach(() => mails.settle());
after(async () => {
  await mails.close();
  await billing.close();
});

const french = { email: 'claire@martin.example', contactName: 'Claire Martin', language: 'FR' };

test('a mail is sent once more as a new one, which names it and goes to the address of now', async () => {
  const customer = { ...french };
  const invoiceId = await issueSome(billing, { customer });
  await mails.settle();
  const [first] = await mailsOf(billing, invoiceId);
  const [customerId = ''] = [...billing.customers.entities.keys()].slice(-1);
  const known = billing.customers.entities.get(customerId);
  assert.ok(known);
  billing.customers.entities.set(customerId, { ...known, email: 'new@martin.example' });
  await settle(manager, 'recordPayment', { invoiceId, amount: '1480.80' });
  await mails.settle();
  const { mail, userErrors } = await resend(manager, { id: first?.id });
  assert.deepEqual(userErrors, []);
  const [sent] = await mails.settle();
  assert.equal(sent?.headers.get('to'), 'new@martin.example');
  assert.match(sent?.text ?? '', /Il ne reste rien à payer\./);
  const newest = (await mailsOf(billing, invoiceId))[0];
  assert.deepEqual([newest?.id, newest?.resendOf?.id], [mail?.id, first?.id]);
  assert.deepEqual(codesOf(await resend(manager, { id: randomUUID() })), { id: 'NOT_FOUND' });
});

test('a mail that waits is not sent a second time', async () => {
  await mails.pause();
  const invoiceId = await issueSome(billing, { customer: french });
  const [waiting] = await mailsOf(billing, invoiceId);
  assert.deepEqual([waiting?.state, waiting?.canResend], ['WAITING', false]);
  assert.deepEqual(codesOf(await resend(manager, { id: waiting?.id })), { id: 'WRONG_STATE' });
  mails.resume();
});

test('an uncertain mail is sent again once, also if two people ask for it at the same time', async () => {
  const invoiceId = await issueSome(billing, { customer: french });
  await mails.settle();
  await mails.pause();
  // As after a server that did not answer.
  await billing.database.sql`
    update billing.mails set state = 'UNCERTAIN', problem_code = 'NO_ANSWER', sent_at = null
    where id in (select mail_id from billing.invoice_mails where invoice_id = ${invoiceId})`;
  const [first] = await mailsOf(billing, invoiceId);
  assert.deepEqual([first?.state, first?.canResend], ['UNCERTAIN', true]);
  const answers = await Promise.all([1, 2, 3].map(() => resend(manager, { id: first?.id })));
  assert.equal(answers.filter(({ mail }) => mail !== null).length, 1);
  for (const refused of answers.filter(({ mail }) => mail === null))
    assert.deepEqual(codesOf(refused), { id: 'WRONG_STATE' });
  const stateOf = async () =>
    (await mailsOf(billing, invoiceId)).map(({ state, canResend }) => [state, canResend]);
  assert.deepEqual(await stateOf(), [
    ['WAITING', false],
    ['UNCERTAIN', false],
  ]);
  mails.resume();
  assert.equal((await mails.settle()).length, 1);
  const [again, sent] = await mailsOf(billing, invoiceId);
  assert.deepEqual([again?.canResend, sent?.canResend], [true, false], 'the newer one can be sent again');
  const { userErrors } = await resend(manager, { id: sent?.id });
  assert.match(userErrors[0]?.message ?? '', /only the newer mail can be sent again/);
  assert.deepEqual((await resend(manager, { id: again?.id })).userErrors, []);
  assert.equal((await mails.settle()).length, 1);
});

test('the problem of a mail shows neither the address nor the mailbox to a billing manager', async () => {
  const invoiceId = await issueSome(billing, { customer: french });
  await mails.settle();
  await billing.database.sql`
    update billing.mails set state = 'REFUSED', sent_at = null, problem = '550 no mailbox Claire, <claire@martin.example>'
    where id in (select mail_id from billing.invoice_mails where invoice_id = ${invoiceId})`;
  const { data } = await manager<{ invoice: { mails: { edges: { node: { problem: string } }[] } } }>(
    'query ($id: ID!) { invoice(id: $id) { mails { edges { node { problem } } } } }',
    { id: invoiceId },
  );
  assert.equal(data.invoice.mails.edges[0]?.node.problem, '550 no mailbox c***, <c***@martin.example>');
});
