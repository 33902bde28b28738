import { randomUUID } from 'node:crypto';
import type { Random } from '#platform/testing/random.ts';
import type { Caller, Payload } from './caller.ts';
import type { Goods } from './stock.ts';

/** The effects that answers told of, counted. The ledger must have the same. */
export interface Told {
  issued: number;
  payments: number;
  reversals: number;
  refunds: number;
  creditNotes: number;
  voids: number;
  /** Calls that were refused, by mutation and code. */
  readonly refusals: Record<string, number>;
}

/** Nothing has happened yet. */
export const createTold = (): Told => ({
  issued: 0,
  payments: 0,
  reversals: 0,
  refunds: 0,
  creditNotes: 0,
  voids: 0,
  refusals: {},
});

interface Invoice {
  readonly id: string;
  readonly version: number;
  readonly balance: { readonly amount: string };
  readonly refundable: { readonly amount: string };
  readonly lines: readonly { readonly id: string; readonly quantity: string }[];
}

const invoiceFields = 'invoice { id version balance { amount } refundable { amount } lines { id quantity } }';
const noMoney = /^0(\.0+)?$/;

/** One clerk: leads invoices through a life that chance chooses, each call repeated until its outcome is known. */
export class Clerk {
  readonly #caller: Caller;
  readonly #random: Random;
  readonly #goods: Goods;
  readonly #told: Told;

  constructor(
    caller: Caller,
    options: { readonly random: Random; readonly goods: Goods; readonly told: Told },
  ) {
    this.#caller = caller;
    this.#random = options.random;
    this.#goods = options.goods;
    this.#told = options.told;
  }

  /** A draft; its lines have goods, services and rare goods. */
  async write(): Promise<Invoice> {
    const lines = Array.from({ length: this.#random.between(1, 3) }, () => ({
      productId: this.#chooseProduct(),
      quantity: `${this.#random.between(1, 5)}.${this.#random.below(10)}`,
    }));
    const customerId = this.#oneOf(this.#goods.customerIds);
    const payload = await this.#do('createInvoice', { customerId, currency: 'EUR', lines });
    if (payload.invoice === null) throw new Error(`createInvoice: ${JSON.stringify(payload.userErrors)}`);
    return payload.invoice as Invoice;
  }

  /** Issues a draft; null if its stock is too small. */
  async issue({ id, version }: Invoice): Promise<Invoice | null> {
    const payload = await this.#do('issueInvoice', { id, expectedVersion: version });
    if (payload.invoice !== null) this.#told.issued += 1;
    return payload.invoice as Invoice | null;
  }

  /** Leads an issued invoice on, to one of its ends. */
  async leadOn(invoice: Invoice): Promise<void> {
    const end = this.#random.below(10);
    if (end < 2) return this.#voidIt(invoice);
    if (end < 4) return this.#creditAndPay(invoice);
    if (end < 5) return;
    const [first, rest] = this.#split(invoice.balance.amount);
    const payment = await this.pay(invoice, first);
    if (end < 6) await this.pay(invoice, (Number(invoice.balance.amount) + 1).toFixed(2));
    if (end < 7 && payment !== null) return this.#reverse(payment);
    if (!noMoney.test(rest)) await this.pay(invoice, rest);
    if (end === 9) await this.#creditAndRefund(invoice);
  }

  /** Records a payment and gives its id; null if it is refused. */
  async pay({ id }: Pick<Invoice, 'id'>, amount: string): Promise<string | null> {
    const input = { invoiceId: id, amount, method: 'BANK_TRANSFER', reference: randomUUID() };
    const payload = await this.#do('recordPayment', input, `payment { id } ${invoiceFields}`);
    const payment = payload['payment'] as { id: string } | null;
    if (payment !== null) this.#told.payments += 1;
    return payment?.id ?? null;
  }

  async #voidIt({ id, version }: Invoice): Promise<void> {
    const payload = await this.#do('voidInvoice', {
      id,
      expectedVersion: version,
      reason: 'Sent to the wrong person.',
    });
    if (payload.invoice !== null) this.#told.voids += 1;
  }

  async #reverse(paymentId: string): Promise<void> {
    const input = { paymentId, reason: 'The bank took it back.' };
    const payload = await this.#do('reversePayment', input, `payment { id } ${invoiceFields}`);
    if (payload['payment'] !== null) this.#told.reversals += 1;
  }

  /** Credits half of a line, then what is left, while somebody pays: one of the two may come too late. */
  async #creditAndPay(invoice: Invoice): Promise<void> {
    const [line] = invoice.lines;
    if (line === undefined) return;
    await Promise.all([
      this.#credit(invoice, [{ lineId: line.id, quantity: String(Number(line.quantity) / 2) }]),
      this.pay(invoice, invoice.balance.amount),
    ]);
    await this.#credit(invoice);
  }

  async #creditAndRefund(invoice: Invoice): Promise<void> {
    const credited = await this.#credit(invoice);
    if (credited === null || noMoney.test(credited.refundable.amount)) return;
    const input = { invoiceId: invoice.id, amount: credited.refundable.amount, method: 'BANK_TRANSFER' };
    const payload = await this.#do('recordRefund', input, `payment { id } ${invoiceFields}`);
    if (payload['payment'] !== null) this.#told.refunds += 1;
  }

  /** Credits lines, or all that is left without any, and gives the invoice as it is then; null if it is refused. */
  async #credit({ id }: Invoice, lines?: readonly object[]): Promise<Pick<Invoice, 'refundable'> | null> {
    const input = { invoiceId: id, reason: 'Returned.', ...(lines === undefined ? {} : { lines }) };
    const selection = 'creditNote { id creditedInvoice { refundable { amount } } }';
    const payload = await this.#do('createCreditNote', input, selection);
    const note = payload['creditNote'] as { creditedInvoice: Pick<Invoice, 'refundable'> } | null;
    if (note !== null) this.#told.creditNotes += 1;
    return note?.creditedInvoice ?? null;
  }

  /** Half of all calls reach both processes at once, with the same key. */
  async #do(name: string, input: object, selection = invoiceFields): Promise<Payload & { invoice: unknown }> {
    const keyed = { ...input, idempotencyKey: randomUUID() };
    const payload = this.#random.chance(50)
      ? await this.#caller.callTwice(name, keyed, selection)
      : await this.#caller.call(name, keyed, selection);
    for (const { code } of payload.userErrors.slice(0, 1)) {
      const refusal = `${name} ${code}`;
      this.#told.refusals[refusal] = (this.#told.refusals[refusal] ?? 0) + 1;
    }
    return payload as Payload & { invoice: unknown };
  }

  #chooseProduct(): string {
    if (this.#random.chance(10)) return this.#oneOf(this.#goods.rareIds);
    return this.#oneOf(this.#random.chance(70) ? this.#goods.goodsIds : this.#goods.serviceIds);
  }

  #oneOf(ids: readonly string[]): string {
    return ids[this.#random.below(ids.length)] ?? '';
  }

  /** Two parts of an amount, the second 0.00 for one in three. */
  #split(amount: string): [string, string] {
    const cents = BigInt(amount.replace('.', ''));
    const first = this.#random.chance(33) ? cents : (cents * BigInt(this.#random.between(1, 99))) / 100n;
    const write = (minor: bigint) => `${minor / 100n}.${String(minor % 100n).padStart(2, '0')}`;
    return [write(first === 0n ? cents : first), write(first === 0n ? 0n : cents - first)];
  }
}
