import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { documentSeller, issueSome } from '../testing/document-calls.ts';
import { freeLine, succeed } from '../testing/invoice-calls.ts';
import { createLink, linksOf, openLink, revokeLink } from '../testing/portal-calls.ts';
import { startTestBilling, type TestBilling } from '../testing/test-billing.ts';
import { createTestPortal } from '../testing/test-portal.ts';
import { openPortalLink } from './open-portal-link.ts';

let billing: TestBilling;

before(async () => {
  billing = await startTestBilling({ settings: { sellerDetails: documentSeller } });
});
after(() => billing.close());

test('a manager makes a link, whose address is below the portal and told once', async () => {
  const manager = await billing.as('BILLING_MANAGER');
  const invoiceId = await issueSome(billing);
  const { link, url } = await createLink(manager, { invoiceId, days: 30 });
  assert.match(url ?? '', /^https:\/\/invoices\.example\/portal\/[\w-]{64}$/);
  assert.deepEqual(
    [link?.isGood, link?.createdAt, link?.expiresAt, link?.readCount, link?.downloadCount],
    [true, '2026-03-01T12:00:00.000Z', '2026-03-31T12:00:00.000Z', 0, 0],
  );
  const { links, kinds } = await linksOf(manager, invoiceId);
  assert.deepEqual(links, [link]);
  assert.deepEqual(kinds, ['LINK_CREATED by BILLING_MANAGER']);
  const stored = JSON.stringify(await billing.database.sql`select * from billing.portal_links`);
  assert.ok(!stored.includes(url?.slice(-20) ?? 'none'));
});

test('a repeated call answers with the same link, without one the days are those of the configuration', async () => {
  const manager = await billing.as('BILLING_MANAGER');
  const invoiceId = await issueSome(billing);
  const input = { invoiceId, idempotencyKey: randomUUID() };
  const first = await createLink(manager, input);
  assert.equal(first.link?.expiresAt, '2026-05-30T12:00:00.000Z');
  assert.deepEqual(await createLink(manager, input), first);
  assert.equal((await linksOf(manager, invoiceId)).links.length, 1);
});

test('all that is wrong with an input is told at once', async () => {
  const manager = await billing.as('BILLING_MANAGER');
  const refusalOf = async (input: object) =>
    (await createLink(manager, input)).userErrors.map(({ field, code }) => `${field?.join('.')} ${code}`);
  assert.deepEqual(await refusalOf({ invoiceId: 'x', days: 367, idempotencyKey: '' }), [
    'days OUT_OF_RANGE',
    'invoiceId NOT_FOUND',
    'idempotencyKey REQUIRED',
  ]);
  const draft = await succeed(manager, 'createInvoice', {
    customerId: billing.addCustomer(),
    currency: 'EUR',
    lines: [freeLine],
  });
  assert.deepEqual(await refusalOf({ invoiceId: draft.id, days: 0 }), [
    'days OUT_OF_RANGE',
    'invoiceId WRONG_STATE',
  ]);
});

test('a link is revoked once, and a repeated call has the same answer', async () => {
  const manager = await billing.as('BILLING_MANAGER');
  const invoiceId = await issueSome(billing);
  const { id } = await openLink(manager, { invoiceId });
  const { link } = await revokeLink(manager, id);
  assert.deepEqual([link?.isGood, link?.revokedAt], [false, '2026-03-01T12:00:00.000Z']);
  billing.setNow('2026-03-02T12:00:00Z');
  assert.deepEqual(await revokeLink(manager, id), { link, userErrors: [] });
  billing.setNow('2026-03-01T12:00:00Z');
  assert.deepEqual((await linksOf(manager, invoiceId)).kinds, [
    'LINK_REVOKED by BILLING_MANAGER',
    'LINK_CREATED by BILLING_MANAGER',
  ]);
  const { userErrors } = await revokeLink(manager, randomUUID());
  assert.deepEqual(
    userErrors.map(({ code }) => code),
    ['NOT_FOUND'],
  );
});

test('an invoice has 50 links at most, however many are asked for at the same time', async () => {
  const manager = await billing.as('BILLING_MANAGER');
  const invoiceId = await issueSome(billing);
  for (let count = 0; count < 48; count += 1) await openLink(manager, { invoiceId });
  const answers = await Promise.all([1, 2, 3, 4].map(() => createLink(manager, { invoiceId })));
  assert.equal(answers.filter(({ link }) => link !== null).length, 2);
  assert.equal((await linksOf(manager, invoiceId)).links.length, 50);
});

test('several mails about one invoice share a link until half of its time is over or it is revoked', async () => {
  const invoiceId = await issueSome(billing);
  const settings = createTestPortal();
  const open = (now: string, changes = {}) =>
    billing.database.db.transaction((tx) =>
      openPortalLink(tx, settings, {
        invoiceId,
        actor: 'invoice-mail',
        isShared: true,
        now: new Date(now),
        ...changes,
      }),
    );
  const first = await open('2026-03-01T12:00:00Z');
  assert.deepEqual(await open('2026-04-10T12:00:00Z'), first);
  assert.notEqual((await open('2026-04-10T12:00:00Z', { isShared: false })).id, first.id);
  const later = await open('2026-05-20T12:00:00Z');
  assert.notEqual(later.id, first.id);
  await revokeLink(await billing.as('BILLING_MANAGER'), later.id);
  assert.notEqual((await open('2026-05-20T12:00:00Z')).id, later.id);
});

test('nothing that the address of a link follows from changes, and a revoked one stays revoked', async () => {
  const manager = await billing.as('BILLING_MANAGER');
  const { id } = await openLink(manager, { invoiceId: await issueSome(billing) });
  const { sql } = billing.database;
  await assert.rejects(
    sql`update billing.portal_links set expires_at = expires_at + interval '1 day' where id = ${id}`,
    /the address of a link follows/,
  );
  await assert.rejects(sql`delete from billing.portal_links where id = ${id}`, /revoked, not removed/);
  await revokeLink(manager, id);
  await assert.rejects(
    sql`update billing.portal_links set revoked_at = null, revoked_by = null where id = ${id}`,
    /stays revoked/,
  );
});
