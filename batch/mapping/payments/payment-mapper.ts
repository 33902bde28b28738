import { isUuid } from '#platform/database/uuid.ts';
import { formatEpochDay, parseEpochDay } from '#schema/calendar/day.ts';
import type { IssueDateLimits } from '#schema/calendar/seller.ts';
import type { BoundSource } from '../bind-columns.ts';
import { bounds } from '../bounds.ts';
import { show } from '../cells/cell-problem.ts';
import { type CurrencyReader, createCurrencyReader, type RowCurrency } from '../cells/currency-cell.ts';
import { createDateReader } from '../cells/date-cell.ts';
import { createDecimalReader } from '../cells/decimal-cell.ts';
import { explainText, isInvoiceText, toNormalCell } from '../cells/text-cell.ts';
import type { RowProblems } from '../import-invoice.ts';
import type { PaymentMapping } from '../payment-mapping.ts';
import { RowReader, readCell } from '../row-reader.ts';
import type { BoundPayment } from './bind-payment.ts';
import { findReferences } from './find-references.ts';
import type { ImportPayment } from './import-payment.ts';
import { type ImportedPaymentMethod, paymentMethods } from './payment-methods.ts';

/** In Unicode code points; that of a reference is the length of an unstructured remittance (ISO 20022). */
const maxReferenceLength = 140;
const maxEntryIdLength = 300;

/** Maps rows to payments. */
export class PaymentMapper {
  readonly #mapping: PaymentMapping;
  readonly #bound: BoundPayment;
  readonly #limits: IssueDateLimits;
  readonly #earliestDay: number;
  readonly #today: number;
  readonly #currencies: CurrencyReader;
  readonly #methods: ReadonlyMap<string, ImportedPaymentMethod>;
  readonly #row: RowReader;

  constructor(mapping: PaymentMapping, bound: BoundPayment, limits: IssueDateLimits) {
    const { currencySigns: signs, minorUnits } = mapping.numbers;
    this.#mapping = mapping;
    this.#bound = bound;
    this.#limits = limits;
    this.#earliestDay = parseEpochDay(limits.earliest);
    this.#today = parseEpochDay(limits.today);
    this.#currencies = createCurrencyReader({ ...mapping.currencies, signs, minorUnits });
    this.#methods = new Map([
      ...paymentMethods.map((method) => [method, method] as const),
      ...Object.entries(mapping.methods),
    ]);
    this.#row = new RowReader(
      createDecimalReader(mapping.numbers),
      createDateReader(mapping.dates, limits.timeZone),
      mapping.neutralised,
    );
  }

  /** True if the row is not money that arrived, and is only counted. */
  leavesOut(fields: readonly string[]): boolean {
    return this.#bound.direction?.leavesOut(fields) ?? false;
  }

  /** Maps a row to a payment or to all its problems (an array). */
  map(fields: readonly string[], rowNumber: number): ImportPayment | RowProblems {
    const row = this.#row;
    const bound = this.#bound;
    row.begin(fields);
    const isOther = bound.direction?.findProblem(fields);
    if (bound.direction !== undefined && isOther !== undefined) {
      row.add(bound.direction.source, isOther);
      // The other cells of an entry that is not a payment need not be those of one.
      if (isOther.code === 'REVERSAL_ENTRY' && row.problems !== undefined) return row.problems;
    }
    const currency = this.#readCurrency();
    const known = currency ?? this.#currencies.unknown;
    const amount = this.#readAmount(known);
    const paidOnDay = this.#readDay();
    const payment = {
      rowNumber,
      rowCount: 1,
      references: this.#readReferences(fields),
      amount,
      isMinor: currency !== undefined || this.#mapping.numbers.minorUnits,
      currency: currency?.code ?? null,
      paidOnDay: paidOnDay ?? 0,
      method: this.#readMethod(),
      reference: this.#readText(fields, bound.reference, maxReferenceLength),
      entryId: this.#readText(fields, bound.entryId, maxEntryIdLength),
      customerId: this.#readUuid(),
      customerName: this.#readText(fields, bound.customerName, bounds.customerNameLength),
    } as const;
    return row.problems ?? payment;
  }

  #readCurrency(): RowCurrency | undefined {
    const { currency } = this.#bound;
    const text = currency === undefined ? '' : this.#row.raw(currency);
    if (currency === undefined || text === '') return undefined;
    const read = this.#currencies.read(text);
    if (read === undefined) this.#row.add(currency, this.#currencies.explain(text));
    return read;
  }

  #readAmount(currency: RowCurrency): number {
    const { amount } = this.#bound;
    const value = this.#row.amount(amount, currency, bounds.amountMinor);
    if (value <= 0) {
      const message = `${show(this.#row.raw(amount))} must be above zero: only money that arrived is a payment`;
      this.#row.add(amount, { code: 'AMOUNT_NOT_POSITIVE', message });
    }
    return value;
  }

  #readDay(): number | undefined {
    const { paidOn } = this.#bound;
    const day = this.#row.date(paidOn)?.day;
    if (day === undefined || (this.#earliestDay <= day && day <= this.#today)) return day;
    const { earliest, today } = this.#limits;
    const reason = day > this.#today ? ': money that has not arrived is not a payment' : '';
    const message = `${formatEpochDay(day)} must be a day from ${earliest} to today, ${today}${reason}`;
    this.#row.add(paidOn, { code: 'DATE_OUT_OF_RANGE', message });
    return undefined;
  }

  #readReferences(fields: readonly string[]): ImportPayment['references'] {
    const { invoiceNumber, creditorReference, endToEndId, remittance } = this.#bound;
    const read = (source: BoundSource | undefined) =>
      source === undefined
        ? ''
        : toNormalCell(readCell(fields, source, this.#mapping.neutralised).replace(/\p{Cc}+/gu, ' '));
    const texts = {
      invoiceNumber: read(invoiceNumber),
      creditorReference: read(creditorReference),
      endToEndId: read(endToEndId),
      remittance: read(remittance),
    };
    const references = findReferences(texts);
    const source = invoiceNumber ?? creditorReference ?? endToEndId ?? remittance;
    if (references.length === 0 && source !== undefined) {
      const message =
        'no column of the row has a text that can be the number of an invoice; it must name the invoice that was paid';
      this.#row.add(source, { code: 'REFERENCE_MISSING', message });
    }
    return references;
  }

  #readMethod(): ImportedPaymentMethod {
    const { method } = this.#bound;
    const text = method === undefined ? '' : this.#row.raw(method);
    if (method === undefined || text === '') return 'BANK_TRANSFER';
    const read = this.#methods.get(text) ?? this.#methods.get(text.toUpperCase());
    if (read !== undefined) return read;
    const known = [...this.#methods.keys()].map(show).join(', ');
    this.#row.add(method, {
      code: 'NOT_A_METHOD',
      message: `${show(text)} must be one of ${known} (methods)`,
    });
    return 'OTHER';
  }

  /** Returns null if the cell is empty, or if its text is not allowed, which is noted. */
  #readText(fields: readonly string[], source: BoundSource | undefined, maxLength: number): string | null {
    if (source === undefined) return null;
    const text = toNormalCell(readCell(fields, source, this.#mapping.neutralised));
    if (text === '') return null;
    if (isInvoiceText(text, maxLength)) return text;
    this.#row.add(source, explainText(text, maxLength));
    return null;
  }

  #readUuid(): string | null {
    const { customerId } = this.#bound;
    const text = customerId === undefined ? '' : this.#row.raw(customerId).toLowerCase();
    if (customerId === undefined || text === '') return null;
    if (isUuid(text)) return text;
    this.#row.add(customerId, { code: 'NOT_A_UUID', message: `${show(text)} must be a UUID` });
    return null;
  }
}
