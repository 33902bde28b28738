import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { createGraphqlClient, type GraphqlClient } from '#platform/testing/graphql-client.ts';
import type { Random } from '#platform/testing/random.ts';

/** Calls that were answered for good, and attempts that were made for them. */
export interface Tally {
  /** Calls that were answered. */
  answered: number;
  /** Refusals by a subgraph and by the gateway that a client has seen. */
  refused: number;
  cut: number;
  /** Attempts at calls that nobody may do. */
  cutAttempts: number;
  /** Attempts that brought no answer. */
  failures: number;
}

export interface MutateOptions {
  readonly url: string;
  /** Of a person who may change all of it, and of one who may change nothing. */
  readonly tokens: { readonly manager: string; readonly user: string };
  readonly count: number;
  readonly random: Random;
  readonly mayGoOn: (answered: number) => Promise<void>;
  readonly signal: AbortSignal;
}

interface Payload {
  readonly customer?: { readonly id: string } | null;
  readonly invoice?: { readonly id: string } | null;
  readonly userErrors: readonly { readonly code: string }[];
}

const clients = 6;
const pauseMs = 100;
/** The answer came from the gateway because a subgraph was away; nothing is known of what it did. */
const isAway = (code: unknown) => code !== 'UNAUTHORIZED_FIELD_OR_TYPE';

const createCustomer = `mutation ($input: CreateCustomerInput!) {
  createCustomer(input: $input) { customer { id } userErrors { code } } }`;
const createInvoice = `mutation ($input: CreateInvoiceInput!) {
  createInvoice(input: $input) { invoice { id } userErrors { code } } }`;

/** Calls mutations through the gateway, each again with its key until it is answered, however often it fails on the way. */
export async function mutate(tally: Tally, options: MutateOptions): Promise<void> {
  const { url, tokens, count, random, mayGoOn, signal } = options;
  const manager = createGraphqlClient(url, tokens.manager);
  const user = createGraphqlClient(url, tokens.user);
  const customers: string[] = [];
  let begun = 0;

  async function callOne(): Promise<void> {
    const kind = random.below(100);
    const [customerId] = customers.slice(-1);
    if (kind < 15) await call(user, createCustomer, { displayName: 'Ada' });
    else if (kind < 30) await call(manager, createCustomer, { displayName: '' });
    else if (kind < 65 || customerId === undefined) {
      const id = await call(manager, createCustomer, { displayName: 'Ada' });
      if (id !== undefined) customers.push(id);
    } else await invoice(customerId);
  }

  async function invoice(customerId: string): Promise<void> {
    const lines = [{ description: 'Work', quantity: '1', unitPrice: '10.00', taxRate: '20' }];
    await call(manager, createInvoice, { customerId, currency: 'EUR', lines });
  }

  /** Repeats a call until it is done or refused for good; gives the id of what it made. */
  async function call(client: GraphqlClient, query: string, given: object): Promise<string | undefined> {
    const input = { ...given, idempotencyKey: randomUUID() };
    while (!signal.aborted) {
      if (client === user) tally.cutAttempts += 1;
      try {
        const { data, errors } = await client<Record<string, Payload | null>>(query, { input });
        const payload = Object.values(data)[0];
        if (errors.length > 0 || payload == null) {
          if (!isAway(errors[0]?.extensions?.['code'])) {
            tally.cut += 1;
            return undefined;
          }
          tally.failures += 1;
        } else if (payload.userErrors.length === 0) return (payload.customer ?? payload.invoice)?.id;
        else {
          tally.refused += 1;
          if (payload.userErrors.every(({ code }) => code !== 'UNAVAILABLE')) return undefined;
        }
      } catch {
        tally.failures += 1;
      }
      await delay(pauseMs, undefined, { signal }).catch(() => {});
    }
    return undefined;
  }

  async function work(): Promise<void> {
    while (begun < count && !signal.aborted) {
      begun += 1;
      await callOne();
      tally.answered += 1;
      await mayGoOn(tally.answered);
    }
  }
  await Promise.all(Array.from({ length: clients }, work));
}
