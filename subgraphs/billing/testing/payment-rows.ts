import type { Sql } from 'postgres';
import { v7 as uuid } from 'uuid';

/** An entry to write beside the API. */
export interface TestPaymentRow {
  readonly invoiceId: string;
  /** `total`: that of the invoice. */
  readonly amountMinor: bigint | 'total';
  readonly kind?: 'PAYMENT' | 'REVERSAL' | 'REFUND';
  readonly reversesPaymentId?: string;
  readonly paidOn?: string;
}

/** Writes an entry of payment by the statement that a batch would use, and gives its id. */
export async function insertPaymentRow(
  sql: Sql,
  { invoiceId, amountMinor, kind = 'PAYMENT', reversesPaymentId, paidOn = '2026-03-01' }: TestPaymentRow,
): Promise<string> {
  const id = uuid();
  const amount = amountMinor === 'total' ? null : String(amountMinor);
  await sql`
    insert into billing.payments (
      id, invoice_id, kind, amount_minor, method, paid_on, reverses_payment_id, recorded_by, recorded_at)
    values (${id}, ${invoiceId}, ${kind},
      coalesce(${amount}::bigint, (select total_minor from billing.invoices where id = ${invoiceId})),
      'BANK_TRANSFER', ${paidOn}, ${reversesPaymentId ?? null}, 'test', now())`;
  return id;
}

/**
 * Writes a credit note for an amount of an invoice of one unit of one line without tax, whose total it divides without
 * a rest; its number comes from a place in its year's series.
 */
export async function insertCreditRow(
  sql: Sql,
  invoiceId: string,
  totalMinor: bigint,
  sequence: number,
): Promise<void> {
  const id = uuid();
  const total = String(-totalMinor);
  await sql.begin(async (tx) => {
    await tx`
      insert into billing.invoices (id, status, kind, credited_invoice_id, series, sequence, number, customer_id,
        customer_name, customer_address_lines, currency, line_count, net_minor, tax_minor, total_minor, issue_date,
        issued_at, settled_at, version, created_at, updated_at)
      select ${id}, 'PAID', 'CREDIT_NOTE', id, 2026, ${sequence}, ${`CN-2026-${String(sequence).padStart(6, '0')}`},
        customer_id, customer_name, customer_address_lines, currency, 1, ${total}::bigint, 0, ${total}::bigint,
        '2026-03-01', now(), now(), 1, now(), now()
      from billing.invoices where id = ${invoiceId}`;
    await tx`
      insert into billing.invoice_lines (id, invoice_id, position, description, quantity_e4, unit, unit_price_micro,
        tax_rate_milli, net_minor, tax_minor, credited_line_id)
      select gen_random_uuid(), ${id}, 1, description, quantity_e4 * ${total}::bigint / net_minor, unit, unit_price_micro,
        tax_rate_milli, ${total}::bigint, 0, id
      from billing.invoice_lines where invoice_id = ${invoiceId}`;
  });
}
