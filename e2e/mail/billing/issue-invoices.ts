import { randomUUID } from 'node:crypto';
import type { Random } from '#platform/testing/random.ts';
import type { Caller, Payload } from '../../invoice-life/caller.ts';
import { refusedAddress, takenAddress } from '../addresses.ts';

/** The effects that answers told of. */
export interface IssuedLoad {
  /** The ids of issued invoices; each has one mail by itself. */
  readonly issued: string[];
  /** The ids of mails that a person asked for. */
  readonly asked: string[];
}

export interface IssueOptions {
  readonly invoices: number;
  readonly customerIds: readonly string[];
  readonly random: Random;
  /** Waits while so many invoices are enough for now. */
  readonly mayGoOn: (issued: number) => Promise<void>;
}

const clerks = 4;

/** Adds customers of both languages; one in ten has an address that the mail server refuses. */
export function addCustomers(caller: Caller): Promise<readonly string[]> {
  const add = async (nth: number) => {
    const input = {
      displayName: `Customer ${nth}`,
      email: nth % 10 === 9 ? refusedAddress : takenAddress,
      language: nth % 2 === 0 ? 'FR' : 'EN',
      address: { line1: `${nth} High Street`, city: 'Lyon', countryCode: 'FR' },
      idempotencyKey: randomUUID(),
    };
    return idOf('customer', await caller.call('createCustomer', input, 'customer { id }'));
  };
  return Promise.all(Array.from({ length: 20 }, (_, nth) => add(nth)));
}

/** Issues so many invoices by several clerks, who send every second one once more. Each call is repeated until its outcome is known. */
export async function issueInvoices(caller: Caller, load: IssuedLoad, options: IssueOptions): Promise<void> {
  const { invoices, customerIds, random } = options;
  let begun = 0;
  const work = async () => {
    for (;;) {
      await options.mayGoOn(load.issued.length);
      if (begun >= invoices) return;
      const number = begun;
      begun += 1;
      const line = {
        description: `Work ${number}`,
        quantity: '1',
        unit: 'hour',
        unitPrice: '80',
        taxRate: '20',
      };
      const draft = {
        customerId: customerIds[random.below(customerIds.length)],
        currency: 'EUR',
        lines: Array.from({ length: random.between(1, 20) }, () => line),
        idempotencyKey: randomUUID(),
      };
      const id = idOf('invoice', await caller.call('createInvoice', draft, 'invoice { id }'));
      const issue = { id, expectedVersion: 1, idempotencyKey: randomUUID() };
      load.issued.push(idOf('invoice', await caller.call('issueInvoice', issue, 'invoice { id }')));
      if (number % 2 === 1) continue;
      const send = { id, idempotencyKey: randomUUID() };
      load.asked.push(idOf('mail', await caller.call('sendInvoice', send, 'mail { id }')));
    }
  };
  await Promise.all(Array.from({ length: clerks }, work));
}

function idOf(member: string, payload: Payload): string {
  const made = payload[member] as { id: string } | null;
  if (made === null) throw new Error(`No ${member} was made: ${JSON.stringify(payload.userErrors)}`);
  return made.id;
}
