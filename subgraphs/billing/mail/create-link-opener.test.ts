import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { documentSeller, issueSome } from '../testing/document-calls.ts';
import { send } from '../testing/mail-calls.ts';
import { linksOf, openLink, revokeLink, visit } from '../testing/portal-calls.ts';
import { startTestBilling, type TestBilling } from '../testing/test-billing.ts';
import { startTestMails, type TestMails } from '../testing/test-mails.ts';

let billing: TestBilling;
let mails: TestMails;
let manager: GraphqlClient;

before(async () => {
  billing = await startTestBilling({ settings: { sellerDetails: documentSeller } });
  manager = await billing.as('BILLING_MANAGER');
  mails = await startTestMails(billing);
});
after(async () => {
  await mails.close();
  await billing.close();
});

const customer = { email: 'claire@martin.example', language: 'FR' };

/** Sends an invoice and gives the address of the portal in the mail. */
async function sentLink(input: object): Promise<string> {
  assert.deepEqual((await send(manager, input)).userErrors, []);
  const [mail] = await mails.settle();
  return /https?:\/\/\S+\/portal\/\S+/.exec(mail?.text ?? '')?.[0] ?? '';
}

const toOrigin = (address: string) => address.split('?', 1)[0] ?? '';

test('mails to another address have a link of their own, with which the one of the customer does not end', async () => {
  const id = await issueSome(billing, { customer });
  const other = await sentLink({ id, to: 'other@elsewhere.example' });
  const own = await sentLink({ id });
  const third = await sentLink({ id, to: 'third@elsewhere.example' });
  assert.equal(new Set([other, own, third]).size, 3);
  assert.equal(await sentLink({ id }), own, 'mails to the customer share a link');

  await visit(billing, toOrigin(other));
  const { links } = await linksOf(manager, id);
  assert.deepEqual(links.map(({ readCount }) => readCount).toSorted(), [0, 0, 1]);
  const read = links.find(({ readCount }) => readCount === 1);
  await revokeLink(manager, read?.id ?? '');
  assert.equal((await visit(billing, toOrigin(other))).status, 404);
  for (const address of [own, third]) assert.equal((await visit(billing, toOrigin(address))).status, 200);
});

test('a link names the latest mail that was written with it, and one that a person made names none', async () => {
  const id = await issueSome(billing, { customer });
  await sentLink({ id });
  const { id: made } = await openLink(manager, { invoiceId: id });
  await sentLink({ id });
  await sentLink({ id, to: 'other@elsewhere.example' });
  const { data } = await manager<{ invoice: { mails: { edges: { node: { id: string } }[] } } }>(
    'query ($id: ID!) { invoice(id: $id) { mails { edges { node { id } } } } }',
    { id },
  );
  const [other, second] = data.invoice.mails.edges.map(({ node }) => node.id);
  const { links } = await linksOf(manager, id);
  assert.deepEqual(
    links.map(({ id: link, latestMail }) => [link === made, latestMail]),
    [
      [false, { id: other, kind: 'INVOICE', state: 'SENT' }],
      [true, null],
      [false, { id: second, kind: 'INVOICE', state: 'SENT' }],
    ],
  );
});

test('the link of a mail opens the page in the language of the mail', async () => {
  const id = await issueSome(billing, { customer });
  for (const language of ['EN', 'FR']) {
    const address = await sentLink({ id, language });
    const { page } = await visit(billing, toOrigin(address), { rest: new URL(address).search });
    assert.ok(page.includes(`<html lang="${language.toLowerCase()}">`), address);
  }
});
