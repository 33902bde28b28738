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

/** A customer or an invoice as the last answer had it. */
interface Version {
  readonly id: string;
  readonly version: number;
}

interface Payload {
  readonly done?: Version | null;
  readonly userErrors: readonly { readonly code: string }[];
}

const clients = 6;
const pauseMs = 100;
/** The answer came from the gateway because a subgraph was away; nothing is known of what it did. */
const isAway = (code: unknown) => code !== 'UNAUTHORIZED_FIELD_OR_TYPE';

const toMutation = (name: string, input: string, object: string) =>
  `mutation ($input: ${input}!) { ${name}(input: $input) { done: ${object} { id version } userErrors { code } } }`;
const createCustomer = toMutation('createCustomer', 'CreateCustomerInput', 'customer');
const updateCustomer = toMutation('updateCustomer', 'UpdateCustomerInput', 'customer');
const createInvoice = toMutation('createInvoice', 'CreateInvoiceInput', 'invoice');
const issueInvoice = toMutation('issueInvoice', 'IssueInvoiceInput', 'invoice');

const lines = [{ description: 'Work', quantity: '1', unitPrice: '10.00', taxRate: '20' }];

/** Calls mutations through the gateway, each again until it is answered, with its key if it has one, however often it fails on the way. */
export async function mutate(tally: Tally, options: MutateOptions): Promise<void> {
  const { url, tokens, count, random, mayGoOn, signal } = options;
  const manager = createGraphqlClient(url, tokens.manager);
  const user = createGraphqlClient(url, tokens.user);
  let begun = 0;

  /** Repeats a call until it is done or refused for good; gives the object that it made or changed. */
  async function call(client: GraphqlClient, query: string, input: object): Promise<Version | undefined> {
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
        } else if (payload.userErrors.length === 0) return payload.done ?? undefined;
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

  /** One client, who knows the customer and the draft that it had last. */
  async function work(): Promise<void> {
    let customer: Version | undefined;
    let draft: Version | undefined;
    while (begun < count && !signal.aborted) {
      const nth = begun;
      begun += 1;
      const kind = random.below(100);
      const idempotencyKey = randomUUID();
      const displayName = `Ada ${nth}`;
      if (kind < 15) await call(user, createCustomer, { displayName, idempotencyKey });
      else if (kind < 30) await call(manager, createCustomer, { displayName: '', idempotencyKey });
      else if (kind < 50 || customer === undefined)
        customer = await call(manager, createCustomer, { displayName, idempotencyKey });
      // Without a key: a repeat of one that was done finds another version, which is a refusal.
      else if (kind < 65)
        customer = await call(manager, updateCustomer, {
          id: customer.id,
          expectedVersion: customer.version,
          displayName,
        });
      else if (kind < 85 || draft === undefined) {
        const customerId = customer.id;
        draft = await call(manager, createInvoice, { customerId, currency: 'EUR', lines, idempotencyKey });
      } else {
        await call(manager, issueInvoice, { id: draft.id, expectedVersion: draft.version, idempotencyKey });
        draft = undefined;
      }
      tally.answered += 1;
      await mayGoOn(tally.answered);
    }
  }
  await Promise.all(Array.from({ length: clients }, work));
}
