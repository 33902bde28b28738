import assert from 'node:assert/strict';
import { test } from 'node:test';
import { waitFor } from '#platform/testing/wait-for.ts';
import { waitUntilOthersAreTold } from './others.ts';
import type { Place } from './place.ts';
import type { Following, StockClient } from './stock-client.ts';

const liveTotals = 'subscription { liveTotals(includeSimulated: true) { cursor allTime { count } } }';
const invoiceReceived = `subscription ($after: Cursor) {
  invoiceReceived(after: $after, includeSimulated: true) { cursor invoiceNumber customerName customer { displayName email } }
}`;
/** The longest time until an event that was sent in time is received and recorded. */
const underwayMs = 2_000;

interface LiveTotals {
  readonly cursor: string;
  readonly allTime: readonly { readonly count: number }[];
}

interface ReceivedInvoice {
  readonly cursor: string;
  readonly invoiceNumber: string;
}

/** The abilities that each stock client must have. */
export function defineClientCases(client: StockClient, place: () => Place): void {
  const followBy = (token: string, query: string, variables?: Record<string, unknown>): Following =>
    client.follow(
      { query, ...(variables && { variables }) },
      { gatewayUrl: place().system.gatewayUrl, token },
    );
  const follow = async (username: string, query: string, variables?: Record<string, unknown>) =>
    followBy(await place().system.tokenOf(username), query, variables);
  const count = ({ allTime }: LiveTotals) => allTime.reduce((sum, each) => sum + each.count, 0);

  test(`${client.name}: the value of now comes first, then the next, until it unsubscribes`, async () => {
    const { recording, leave } = await follow('billing-manager', liveTotals);
    const totals = (await recording.reach<LiveTotals>(4, 'liveTotals')).map(count);
    assert.deepEqual(
      totals,
      totals.toSorted((a, b) => a - b),
    );
    assert.ok((totals.at(-1) ?? 0) > (totals[0] ?? 0));
    assert.deepEqual(recording.codes, []);
    leave();
    await waitFor('the gateway to let go', async () => (await place().metric('gateway_subscriptions')) === 0);
    const { length } = recording.events;
    await waitUntilOthersAreTold(place());
    assert.equal(recording.events.length, length);
  });

  test(`${client.name}: what a role may not see is cut from each event and said so`, async () => {
    const { recording, leave } = await follow('billing-manager', invoiceReceived);
    const invoices = await recording.reach<ReceivedInvoice>(2, 'invoiceReceived');
    assert.ok(invoices.every(({ invoiceNumber }) => invoiceNumber !== ''));
    assert.ok(recording.codes.length >= 2);
    assert.deepEqual(new Set(recording.codes), new Set(['UNAUTHORIZED_FIELD_OR_TYPE']));
    assert.equal(recording.isOver, false);
    leave();
  });

  test(`${client.name}: who may not subscribe is told so and gets nothing`, async () => {
    const { recording } = await follow('user', liveTotals);
    await recording.over();
    assert.deepEqual(recording.codes, ['UNAUTHORIZED_FIELD_OR_TYPE']);
    assert.deepEqual(recording.events, []);
  });

  test(`${client.name}: an invalid document is refused`, async () => {
    const { recording } = await follow('billing-manager', 'subscription { noSuchField }');
    await recording.over();
    assert.deepEqual(recording.codes, ['GRAPHQL_VALIDATION_FAILED']);
  });

  test(`${client.name}: after a cursor come all later invoices, none twice`, async () => {
    const first = await follow('billing-manager', invoiceReceived);
    const known = await first.recording.reach<ReceivedInvoice>(6, 'invoiceReceived');
    first.leave();
    const [, second] = known;
    const resumed = await follow('billing-manager', invoiceReceived, { after: second?.cursor });
    const missed = known.slice(2).map(({ invoiceNumber }) => invoiceNumber);
    const numbers = (
      await resumed.recording.reach<ReceivedInvoice>(missed.length + 4, 'invoiceReceived')
    ).map(({ invoiceNumber }) => invoiceNumber);
    resumed.leave();
    assert.deepEqual(
      missed.filter((number) => !numbers.includes(number)),
      [],
    );
    const earlier = known.slice(0, 2).map(({ invoiceNumber }) => invoiceNumber);
    assert.equal(new Set([...earlier, ...numbers]).size, earlier.length + numbers.length);
  });

  test(`${client.name}: nothing comes after the token has expired`, async () => {
    const expiresAtMs = (Math.floor(Date.now() / 1_000) + 6) * 1_000;
    const token = await place().issuer.sign({
      roles: ['BILLING_MANAGER'],
      claims: { exp: expiresAtMs / 1_000 },
    });
    const { recording } = followBy(token, liveTotals);
    await recording.reach(2, 'liveTotals');
    await recording.over();
    assert.deepEqual(recording.codes, ['SUBSCRIPTION_TOKEN_EXPIRED']);
    assert.ok((recording.events.at(-1)?.receivedAtMs ?? 0) <= expiresAtMs + underwayMs);
    const { length } = recording.events;
    await waitUntilOthersAreTold(place());
    assert.equal(recording.events.length, length);
  });

  test(`${client.name}: with a token renewed in time it goes on, with one of somebody else it does not`, async () => {
    const subject = `renews-by-${client.name}`;
    const sign = (options: { subject: string; expiresIn: number }) =>
      place().issuer.sign({ roles: ['BILLING_MANAGER'], ...options });
    const { recording, leave, renew } = followBy(await sign({ subject, expiresIn: 8 }), liveTotals);
    await recording.reach(1, 'liveTotals');
    const refused = await renew(await sign({ subject: 'somebody else', expiresIn: 300 }));
    assert.deepEqual([refused.renewed, refused.error?.code], [false, 'RENEWAL_REFUSED']);
    assert.equal((await renew(await sign({ subject, expiresIn: 300 }))).renewed, true);
    const firstExpiryMs = Date.now() + 8_000;
    await waitFor('events after the first token has expired', () =>
      recording.events.some(({ receivedAtMs }) => receivedAtMs > firstExpiryMs + 500),
    );
    assert.deepEqual(recording.codes, []);
    leave();
  });

  test(`${client.name}: nothing comes after a renewed token has lost the role`, async () => {
    const subject = `loses-role-by-${client.name}`;
    const { recording, renew } = followBy(
      await place().issuer.sign({ subject, roles: ['BILLING_MANAGER'] }),
      invoiceReceived,
    );
    await recording.reach(2, 'invoiceReceived');
    assert.equal(
      (await renew(await place().issuer.sign({ subject, roles: ['PRODUCT_MANAGER'] }))).renewed,
      true,
    );
    const renewedAtMs = Date.now();
    await recording.over();
    assert.equal(recording.codes.at(-1), 'UNAUTHORIZED_FIELD_OR_TYPE');
    assert.ok((recording.events.at(-1)?.receivedAtMs ?? 0) <= renewedAtMs + underwayMs);
    const { length } = recording.events;
    await waitUntilOthersAreTold(place());
    assert.equal(recording.events.length, length);
  });
}
