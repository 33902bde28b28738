import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { after, before, beforeEach, test } from 'node:test';
import { callMutation, codesOf } from '#kernel/testing/call-mutation.ts';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import type { SellerDetails } from '#schema/seller/seller-details.ts';
import { documentSeller, fetchDocument, issueSome } from '../testing/document-calls.ts';
import { mailsOf, resend, type SentMail, send } from '../testing/mail-calls.ts';
import { settle } from '../testing/payment-calls.ts';
import { startTestBilling, type TestBilling } from '../testing/test-billing.ts';
import { startTestMails, type TestMails } from '../testing/test-mails.ts';

const legalMentions: SellerDetails['legalMentions'] = [
  'Pas d’escompte.',
  { subject: 'PMT', en: 'Recovery costs: €40.', fr: 'Frais de recouvrement : 40 €.' },
];

let billing: TestBilling;
let mails: TestMails;
let manager: GraphqlClient;

before(async () => {
  billing = await startTestBilling({
    settings: { sellerDetails: { ...documentSeller, email: 'accounts@comptoir.example', legalMentions } },
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
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

async function historyOf(id: string) {
  const { data } = await manager<{
    invoice: {
      history: { edges: { node: { kind: string; mail: { id: string } | null; reason: string | null } }[] };
    };
  }>('query ($id: ID!) { invoice(id: $id) { history { edges { node { kind reason mail { id } } } } } }', {
    id,
  });
  return data.invoice.history.edges
    .map(({ node }) => node)
    .filter(({ kind }) => kind.startsWith('MAIL_'))
    .map(({ kind, reason, mail }) => [kind, mail?.id, reason]);
}

test('an invoice that is issued goes to its customer, in their language, with its document and a link', async () => {
  const invoiceId = await issueSome(billing, { customer: french, dueDate: '2026-03-31' });
  const [mail, ...more] = await mails.settle();
  assert.ok(mail && more.length === 0);
  assert.equal(mail.headers.get('to'), 'claire@martin.example');
  assert.equal(mail.headers.get('from'), 'Comptoir <invoices@comptoir.example>');
  assert.equal(mail.headers.get('reply-to'), 'accounts@comptoir.example');
  assert.equal(mail.headers.get('list-unsubscribe'), undefined, 'nobody opts out of invoices');
  const [{ number } = { number: '' }] = await billing.database.sql<{ number: string }[]>`
    select number from billing.invoices where id = ${invoiceId}`;
  assert.equal(mail.headers.get('subject'), `Facture ${number} de Comptoir`);
  const text = plain(mail.text);
  for (const part of [
    'Bonjour Claire Martin,',
    'Nous vous remercions de régler 1 480,80 € au plus tard le 31 mars 2026.',
    'Reste à payer : 1 480,80 €',
    'IBAN : FR14 2004 1010 0505 0001 3M02 606',
    'SIREN 732829320',
    'Pas d’escompte.\nFrais de recouvrement : 40 €.\n',
  ])
    assert.ok(text.includes(part), `${part} is missing in ${text}`);
  const link = /https?:\/\/\S+\/portal\/[\w-]+\?language=fr/.exec(mail.text)?.[0] ?? '';
  assert.ok(link !== '' && mail.html.includes(`href="${link}"`), mail.html);
  assert.match(mail.html, /<html lang="fr">/);
  assert.doesNotMatch(mail.html, /<img|<script|<link|url\(/);
  const [document, ...others] = mail.attachments;
  assert.ok(document && others.length === 0);
  assert.deepEqual([document.contentType, document.filename], ['application/pdf', `${number}.pdf`]);
  const { bytes } = await fetchDocument(billing, { invoiceId });
  const hash = (content: Uint8Array) => createHash('sha256').update(content).digest('hex');
  assert.equal(hash(document.content), hash(bytes), 'the document is the one that is kept');

  const [sent] = await mailsOf(billing, invoiceId);
  assert.deepEqual(
    [sent?.kind, sent?.state, sent?.recipient, sent?.maskedRecipient, sent?.attempts],
    ['INVOICE', 'SENT', 'claire@martin.example', 'c***@martin.example', 1],
  );
  assert.deepEqual(await historyOf(invoiceId), [['MAIL_SENT', sent?.id, null]]);
});

test('a billing manager sees no address but a masked one', async () => {
  const invoiceId = await issueSome(billing, { customer: french });
  await mails.settle();
  const { data, errors } = await manager<{ invoice: { mails: { edges: { node: SentMail }[] } } }>(
    'query ($id: ID!) { invoice(id: $id) { mails { edges { node { recipient maskedRecipient } } } } }',
    { id: invoiceId },
  );
  assert.deepEqual(data.invoice.mails.edges[0]?.node, {
    recipient: null,
    maskedRecipient: 'c***@martin.example',
  });
  assert.equal(errors[0]?.extensions?.code, 'FORBIDDEN');
});

test('a payment is confirmed with what is left to pay, and one that was taken back is not', async () => {
  const invoiceId = await issueSome(billing, { customer: { ...french, language: null } });
  await mails.settle();
  await settle(manager, 'recordPayment', { invoiceId, amount: '480.80' });
  const [part] = await mails.settle();
  assert.match(part?.text ?? '', /We have received €480\.80 for the invoice/);
  assert.match(part?.text ?? '', /€1,000\.00 of it is left to pay/);
  assert.deepEqual(part?.attachments, []);
  await settle(manager, 'recordPayment', { invoiceId, amount: '1000.00' });
  const [rest] = await mails.settle();
  assert.match(rest?.text ?? '', /Nothing is left to pay on it\./);

  // While nobody sends mails, a payment is taken back.
  await mails.pause();
  const { payment } = await settle(manager, 'recordPayment', {
    invoiceId: await issueSome(billing, { customer: french }),
    amount: '10.00',
  });
  await settle(manager, 'reversePayment', { paymentId: payment.id, reason: 'Bounced' });
  mails.resume();
  await mails.settle();
  const [row] = await billing.database.sql<{ state: string; problem: string }[]>`
    select state, problem from billing.mails join billing.invoice_mails on mail_id = id where payment_id = ${payment.id}`;
  assert.deepEqual({ ...row }, { state: 'CANCELLED', problem: 'The payment was reversed.' });
});

test('a credit note goes out with its amount above zero', async () => {
  const invoiceId = await issueSome(billing, { customer: french });
  await mails.settle();
  await manager(
    'mutation ($input: CreateCreditNoteInput!) { createCreditNote(input: $input) { creditNote { id } } }',
    { input: { invoiceId, reason: 'Returned', idempotencyKey: randomUUID() } },
  );
  const [mail] = await mails.settle();
  assert.match(mail?.headers.get('subject') ?? '', /^Avoir CN-2026-\d{6} de Comptoir$/);
  assert.match(plain(mail?.text ?? ''), /Total : 1 480,80 €/);
  assert.match(mail?.text ?? '', /Voici notre avoir CN-2026-\d{6} sur la facture 2026-\d{6}\./);
  assert.doesNotMatch(mail?.text ?? '', /IBAN/);
});

test('a mail to a customer without an address is cancelled with the reason, and a person is told at once', async () => {
  const invoiceId = await issueSome(billing);
  assert.deepEqual(await mails.settle(), []);
  const [mail] = await mailsOf(billing, invoiceId);
  assert.deepEqual(
    [mail?.state, mail?.problem, mail?.canResend],
    ['CANCELLED', 'The customer has no e-mail address.', true],
  );
  assert.deepEqual(await historyOf(invoiceId), [
    ['MAIL_CANCELLED', mail?.id, 'The customer has no e-mail address.'],
  ]);
  assert.deepEqual(codesOf(await send(manager, { id: invoiceId })), { to: 'REQUIRED' });
  assert.deepEqual(codesOf(await resend(manager, { id: mail?.id })), { id: 'REQUIRED' });
});

test('a person sends an invoice to another address, with a text that stays a text', async () => {
  const invoiceId = await issueSome(billing, { customer: french });
  await mails.settle();
  const key = randomUUID();
  const input = {
    id: invoiceId,
    to: 'other@martin.example',
    language: 'EN',
    message: 'As agreed on the phone:\n<b onclick="x">&amp;</b>\n\nBest',
    idempotencyKey: key,
  };
  const { mail } = await send(manager, input);
  assert.equal((await send(manager, input)).mail?.id, mail?.id, 'a repeated call sends nothing more');
  const [sent, ...more] = await mails.settle();
  assert.deepEqual(more, []);
  assert.equal(sent?.headers.get('to'), 'other@martin.example');
  assert.match(sent?.text ?? '', /^Hello,\n/);
  assert.match(sent?.text ?? '', /\nPas d’escompte\.\nRecovery costs: €40\.\n$/);
  assert.ok(sent?.text.includes('<b onclick="x">&amp;</b>\n\nBest'));
  assert.ok(sent?.html.includes('&lt;b onclick=&quot;x&quot;&gt;&amp;amp;&lt;/b&gt;</p>'), sent?.html);
  assert.deepEqual(
    (await historyOf(invoiceId)).slice(0, 2).map(([kind]) => kind),
    ['MAIL_SENT', 'MAIL_QUEUED'],
  );
});

test('what cannot be sent is refused with all problems at once', async () => {
  const invoiceId = await issueSome(billing, { customer: french });
  const input = {
    id: invoiceId,
    to: 'a@b.fr\r\nBcc: c@d.fr',
    message: 'x'.repeat(1_001),
    idempotencyKey: ' ',
  };
  assert.deepEqual(codesOf(await send(manager, input)), {
    to: 'INVALID',
    message: 'TOO_LONG',
    idempotencyKey: 'REQUIRED',
  });
  const longAddress = `${'a'.repeat(250)}@b.fr`;
  assert.deepEqual(codesOf(await send(manager, { id: invoiceId, to: longAddress })), { to: 'TOO_LONG' });
  for (const to of ['a', 'a@b@c', 'a b@c.fr', 'Ada <a@b.fr>', 'a@b.fr,c@d.fr'])
    assert.deepEqual(codesOf(await send(manager, { id: invoiceId, to })), { to: 'INVALID' }, to);
  assert.deepEqual(codesOf(await send(manager, { id: invoiceId, expectedVersion: 1 })), {
    expectedVersion: 'CONFLICT',
  });
  assert.deepEqual(codesOf(await send(manager, { id: randomUUID() })), { id: 'NOT_FOUND' });
  await callMutation(
    manager,
    'voidInvoice',
    { id: invoiceId, expectedVersion: 2, reason: 'Wrong', idempotencyKey: randomUUID() },
    'invoice { id }',
  );
  assert.deepEqual(codesOf(await send(manager, { id: invoiceId })), { id: 'WRONG_STATE' });
});

test('people send at most 20 mails about an invoice within a day, also at the same time; other mails do not count', async () => {
  const invoiceId = await issueSome(billing, { customer: french });
  await settle(manager, 'recordPayment', { invoiceId, amount: '1.00' });
  const answers = await Promise.all(Array.from({ length: 22 }, () => send(manager, { id: invoiceId })));
  assert.equal(answers.filter(({ mail }) => mail !== null).length, 20);
  const refused = answers.find(({ mail }) => mail === null);
  assert.match(refused?.userErrors[0]?.message ?? '', /have sent 20 mails about the invoice within a day/);
  assert.equal((await mails.settle()).length, 22);
});

test('all mails are listed, the newest first, by state, kind, customer and day', async () => {
  const list = async (filter: object) => {
    const { data, errors } = await manager<{ mails: { totalCount: number; edges: { node: SentMail }[] } }>(
      'query ($filter: InvoiceMailFilter) { mails(first: 100, filter: $filter) { totalCount edges { node { id kind state } } } }',
      { filter },
    );
    assert.deepEqual(errors, []);
    assert.equal(data.mails.totalCount, data.mails.edges.length);
    return data.mails.edges.map(({ node }) => node);
  };
  const all = await list({});
  assert.deepEqual(
    all.map(({ id }) => id),
    all.map(({ id }) => id).toSorted((one, other) => (one < other ? 1 : -1)),
  );
  const cancelled = await list({ state: ['CANCELLED'], kind: ['INVOICE'] });
  assert.ok(cancelled.length >= 1 && cancelled.every(({ state }) => state === 'CANCELLED'));
  const [customerId] = [...billing.customers.entities.keys()].slice(-1);
  assert.equal((await list({ customerId })).length, 22);
  assert.deepEqual(await list({ customerId: 'no id' }), []);
  const today = new Date().toISOString().slice(0, 10);
  assert.equal((await list({ queuedFrom: today, queuedTo: today })).length, all.length);
  assert.deepEqual(await list({ queuedTo: '2026-01-01' }), []);
});

test('a program that issues invoices sends none where mails are for what people do', async () => {
  const quiet = await startTestBilling({
    settings: { sellerDetails: documentSeller },
    mailPolicy: { onIssue: 'PEOPLE', onPayment: 'PEOPLE' },
  });
  try {
    const invoiceId = await issueSome(quiet, { customer: french });
    await settle(await quiet.as('BILLING_MANAGER'), 'recordPayment', { invoiceId, amount: '1.00' });
    const [row] = await quiet.database.sql`select count(*)::int as count from billing.mails`;
    assert.deepEqual({ ...row }, { count: 0 });
  } finally {
    await quiet.close();
  }
});
