import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { callMutation } from '#kernel/testing/call-mutation.ts';
import { documentSeller, fetchDocument, issueSome } from '../testing/document-calls.ts';
import { linksOf, navigation, openLink, revokeLink, visit } from '../testing/portal-calls.ts';
import { startTestBilling, type TestBilling } from '../testing/test-billing.ts';

let billing: TestBilling;

before(async () => {
  billing = await startTestBilling({ settings: { sellerDetails: documentSeller } });
});
after(() => billing.close());

async function openInvoice(input: Parameters<typeof issueSome>[1] = {}) {
  const manager = await billing.as('BILLING_MANAGER');
  const invoiceId = await issueSome(billing, input);
  return { manager, invoiceId, ...(await openLink(manager, { invoiceId })) };
}

async function pay(invoiceId: string, amount: string): Promise<void> {
  const input = { invoiceId, amount, method: 'BANK_TRANSFER', idempotencyKey: randomUUID() };
  await callMutation(await billing.as('BILLING_MANAGER'), 'recordPayment', input, 'payment { id }');
}

async function credit(invoiceId: string, input: object = {}): Promise<{ id: string; number: string }> {
  const given = { invoiceId, reason: 'Returned', idempotencyKey: randomUUID(), ...input };
  const { creditNote } = await callMutation<{
    creditNote: { id: string; number: string };
    userErrors: readonly never[];
  }>(await billing.as('BILLING_MANAGER'), 'createCreditNote', given, 'creditNote { id number }');
  return creditNote;
}

test('a link shows the invoice, what was paid and what is left, and how to pay it', async () => {
  const { invoiceId, url } = await openInvoice({ customer: { displayName: 'Boulangerie <Martin> & fils' } });
  await pay(invoiceId, '480.80');
  const { status, headers, page } = await visit(billing, url);
  assert.equal(status, 200);
  for (const expected of [
    /<h1>Invoice 2026-\d{6}<\/h1>/,
    /Comptoir/,
    /Boulangerie &lt;Martin&gt; &amp; fils/,
    /VAT 20% of €1,234\.00/,
    /€246\.80/,
    /Total with VAT<\/th><td>€1,480\.80/,
    /Paid on 1 March 2026<\/th><td>−€480\.80/,
    /Left to pay<\/th><td>€1,000\.00/,
    /Partly paid/,
    /aria-label="QR code for a bank transfer of €1,000\.00"/,
    /<dt>IBAN<\/dt><dd>FR\d\d( \w{4})+( \w{1,3})?<\/dd>/,
  ])
    assert.match(page, expected);
  assert.doesNotMatch(page, /<script|<img|<form| src=| on\w+=/i);
  assert.equal(headers['content-language'], 'en');
});

test('the page comes with headers that keep it from caches, robots, other pages and scripts', async () => {
  const { url } = await openInvoice();
  const { headers, page } = await visit(billing, url);
  assert.equal(headers['cache-control'], 'no-store');
  assert.equal(headers['referrer-policy'], 'no-referrer');
  assert.match(String(headers['x-robots-tag']), /noindex/);
  const [, style = ''] = /<style>([\s\S]*)<\/style>/.exec(page) ?? [];
  const hash = createHash('sha256').update(style).digest('base64');
  assert.equal(
    headers['content-security-policy'],
    `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  );
});

test('the language is that which the reader chose, or else of the customer, or else of the browser', async () => {
  const { url } = await openInvoice({ customer: { language: 'FR' } });
  const english = { headers: { 'accept-language': 'en' } };
  const { page } = await visit(billing, url, english);
  assert.match(page, /<html lang="fr">[\s\S]*Facture 2026-\d{6}[\s\S]*Reste à payer<\/th><td>1 480,80 €/);
  assert.match((await visit(billing, url, { ...english, rest: '?language=en' })).page, /<html lang="en">/);
  assert.match((await visit(billing, url, { ...english, rest: '?language=de' })).page, /<html lang="fr">/);
  const { sql } = billing.database;
  // As on invoices that were issued before the language of customers was kept.
  await sql`alter table billing.invoices disable trigger user`;
  await sql`update billing.invoices set customer_language = null`;
  await sql`alter table billing.invoices enable trigger user`;
  for (const [accepted, language] of [
    ['fr-FR,fr;q=0.9,en;q=0.8', 'fr'],
    ['de, EN-gb;q=0.5', 'en'],
    ['de', 'en'],
  ] as const) {
    const given = { headers: { 'accept-language': accepted } };
    assert.ok((await visit(billing, url, given)).page.includes(`<html lang="${language}">`), accepted);
  }
});

test('an overdue, a settled and a void invoice say so, and ask for what is due alone', async () => {
  const terms = { dueDate: '2026-03-10' };
  const { manager, invoiceId, url } = await openInvoice(terms);
  billing.setNow('2026-03-11T12:00:00Z');
  assert.match((await visit(billing, url)).page, /class="status OVERDUE">Overdue/);
  billing.setNow('2026-03-01T12:00:00Z');
  await pay(invoiceId, '1480.80');
  const settled = (await visit(billing, url)).page;
  assert.match(settled, /class="status PAID">Settled[\s\S]*Nothing is left to pay/);
  assert.doesNotMatch(settled, /IBAN|How to pay/);
  const other = await openInvoice();
  const voided = { id: other.invoiceId, expectedVersion: 2, reason: 'Wrong', idempotencyKey: randomUUID() };
  await callMutation(manager, 'voidInvoice', voided, 'invoice { id }');
  const page = (await visit(billing, other.url)).page;
  assert.match(page, /class="status VOID">Cancelled[\s\S]*Please do not pay it/);
  assert.doesNotMatch(page, /IBAN|invoice\.pdf/);
  assert.equal((await visit(billing, other.url, { rest: '/invoice.pdf' })).status, 409);
});

test('the PDF is the very document that the manager downloads', async () => {
  const { invoiceId, url } = await openInvoice();
  const { status, headers, bytes } = await visit(billing, url, { rest: '/invoice.pdf?language=fr' });
  assert.equal(status, 200);
  assert.equal(headers['content-type'], 'application/pdf');
  assert.match(headers['content-disposition'] ?? '', /^attachment; filename="2026-\d{6}\.pdf"$/);
  assert.ok(bytes.equals((await fetchDocument(billing, { invoiceId, language: 'FR' })).bytes));
});

test('credit notes of the invoice are listed and downloaded, those of another one are refused', async () => {
  const { manager, invoiceId, url } = await openInvoice();
  const note = await credit(invoiceId);
  const { page } = await visit(billing, url);
  assert.match(page, new RegExp(`Credit note ${note.number} of 1 March 2026</th><td>−€1,480\\.80`));
  assert.match(page, /Left to pay<\/th><td>€0\.00/);
  const rest = `/credit-notes/${note.id}.pdf`;
  assert.ok(page.includes(`${new URL(url).pathname}${rest}?language=en`));
  const { bytes } = await visit(billing, url, { rest: `${rest}?language=en` });
  assert.ok(bytes.equals((await fetchDocument(billing, { invoiceId: note.id, language: 'EN' })).bytes));
  const other = await openInvoice();
  const refused = await visit(billing, other.url, { rest });
  assert.equal(refused.status, 404);
  for (const wrong of [`/credit-notes/${invoiceId}.pdf`, '/credit-notes/x.pdf', '/invoice.xml'])
    assert.deepEqual([(await visit(billing, url, { rest: wrong })).page], [refused.page], wrong);
  const ofNote = await openLink(manager, { invoiceId: note.id });
  const shown = (await visit(billing, ofNote.url)).page;
  assert.match(shown, /<h1>Credit note CN-2026-\d{6}<\/h1>[\s\S]*€1,480\.80 credited/);
  assert.doesNotMatch(shown, /IBAN|Left to pay/);
});

test('guessed, altered, expired and revoked links are refused alike, after the same work', async () => {
  const { manager, id, url } = await openInvoice();
  const origin = url.slice(0, -64);
  const token = url.slice(-64);
  const refusalOf = async (address: string) => {
    let response: Pick<Awaited<ReturnType<typeof visit>>, 'status' | 'page' | 'headers'> = {
      status: 0,
      page: '',
      headers: {},
    };
    const statements = await billing.statementsDuring(async () => {
      response = await visit(billing, address);
    });
    const { status, page, headers } = response;
    const told = Object.entries(headers).filter(([name]) => name !== 'date');
    return { status, page, told, statements };
  };
  const guessed = await refusalOf(`${origin}${'A'.repeat(64)}`);
  assert.equal(guessed.status, 404);
  assert.match(guessed.page, /This link does not work any more[\s\S]*Please ask Comptoir/);
  assert.equal(guessed.statements.length, 1);
  for (let place = 0; place < token.length; place += 1) {
    const other = token[place] === 'A' ? 'B' : 'A';
    const altered = `${token.slice(0, place)}${other}${token.slice(place + 1)}`;
    assert.deepEqual(await refusalOf(`${origin}${altered}`), guessed, `altered at ${place}`);
  }
  for (const wrong of ['', 'x', token.slice(1), `${token}A`, `${token}${token}`, 'x'.repeat(3_000)])
    assert.deepEqual(await refusalOf(`${origin}${wrong}`), guessed, wrong);
  assert.equal((await visit(billing, url)).status, 200);
  billing.setNow('2026-05-30T12:00:00Z');
  assert.deepEqual(await refusalOf(url), guessed);
  billing.setNow('2026-03-01T12:00:00Z');
  await revokeLink(manager, id);
  assert.deepEqual(await refusalOf(url), guessed);
  assert.equal((await visit(billing, url, { rest: '/invoice.pdf' })).page, guessed.page);
});

test("a person's visits count and stand in the history once, those of programs do not", async () => {
  const { manager, invoiceId, url } = await openInvoice();
  for (const options of [
    { method: 'HEAD' },
    { headers: {} },
    { headers: { ...navigation, 'sec-purpose': 'prefetch;prerender' } },
    { headers: { 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' } },
  ]) {
    assert.equal((await visit(billing, url, options)).status, 200);
    assert.equal((await visit(billing, url, { ...options, rest: '/invoice.pdf' })).status, 200);
  }
  const [unread] = (await linksOf(manager, invoiceId)).links;
  assert.deepEqual([unread?.readCount, unread?.firstReadAt, unread?.downloadCount], [0, null, 0]);

  await visit(billing, url);
  billing.setNow('2026-03-02T09:00:00Z');
  await visit(billing, url);
  await visit(billing, url, { rest: '/invoice.pdf' });
  billing.setNow('2026-03-01T12:00:00Z');
  const { links, kinds } = await linksOf(manager, invoiceId);
  const [link] = links;
  assert.deepEqual(
    [link?.readCount, link?.firstReadAt, link?.lastReadAt, link?.downloadCount, link?.lastDownloadedAt],
    [2, '2026-03-01T12:00:00.000Z', '2026-03-02T09:00:00.000Z', 1, '2026-03-02T09:00:00.000Z'],
  );
  assert.deepEqual(kinds, [
    'DOWNLOADED by customer-portal',
    'READ by customer-portal',
    'LINK_CREATED by BILLING_MANAGER',
  ]);
});

test('the head of a document makes none, and names its length once it is known', async () => {
  const { invoiceId, url } = await openInvoice();
  const { status, headers } = await visit(billing, url, { method: 'HEAD', rest: '/invoice.pdf' });
  assert.deepEqual([status, headers['content-type']], [200, 'application/pdf']);
  assert.equal(headers['content-length'], undefined);
  const rows = await billing.database.sql`
    select from billing.invoice_documents where invoice_id = ${invoiceId}`;
  assert.equal(rows.length, 0);
  const { bytes } = await visit(billing, url, { rest: '/invoice.pdf' });
  const made = await visit(billing, url, { method: 'HEAD', rest: '/invoice.pdf' });
  assert.equal(made.headers['content-length'], String(bytes.length));
  assert.equal(made.bytes.length, 0);
});

test('links of an earlier key work until that key goes', async () => {
  const { url } = await openInvoice();
  for (const [keys, status] of [
    [['a newer key of tests', 'a key of tests for links of the portal'], 200],
    [['a newer key of tests'], 404],
  ] as const) {
    const other = await startTestBilling({
      databaseUrl: billing.databaseUrl,
      settings: { sellerDetails: documentSeller },
      portalKeys: keys,
    });
    try {
      assert.equal((await visit(other, url)).status, status);
    } finally {
      await other.close();
    }
  }
});

test('of more than twenty requests at a time the rest is told to come later', async () => {
  const { url } = await openInvoice();
  const held = Promise.withResolvers<void>();
  const { sql } = billing.database;
  const locked = Promise.withResolvers<void>();
  const lock = sql.begin(async (tx) => {
    await tx`lock table billing.portal_links in access exclusive mode`;
    locked.resolve();
    await held.promise;
  });
  await locked.promise;
  const visits = Array.from({ length: 21 }, () => visit(billing, url));
  const first = await Promise.race(visits).finally(held.resolve);
  await lock;
  assert.equal(first.status, 503);
  const statuses = (await Promise.all(visits)).map(({ status }) => status);
  assert.deepEqual(statuses.toSorted(), [...Array.from({ length: 20 }, () => 200), 503]);
});

test('an invoice of many lines shows the first hundred and says how many the PDF has besides', async () => {
  const line = { description: 'Line', quantity: '1', unit: 'piece', unitPrice: '1', taxRate: '20' };
  const { url } = await openInvoice({ lines: Array.from({ length: 130 }, () => line) });
  const { page } = await visit(billing, url);
  assert.equal(page.match(/<th scope="row">Line</g)?.length, 100);
  assert.match(page, /30 further lines are in the PDF/);
});
