import type { Sql } from 'postgres';
import { v7 as uuid } from 'uuid';

/** An entry to write beside the API. */
export interface TestPaymentRow {
  readonly invoiceId: string;
  /** `total`: that of the invoice. */
  readonly amountMinor: bigint | 'total';
  readonly kind?: 'PAYMENT' | 'REVERSAL' | 'REFUND';
  readonly reversesPaymentId?: string;
}

/** Writes an entry of payment by the statement that a batch would use, and gives its id. */
export async function insertPaymentRow(
  sql: Sql,
  { invoiceId, amountMinor, kind = 'PAYMENT', reversesPaymentId }: TestPaymentRow,
): Promise<string> {
  const id = uuid();
  const amount = amountMinor === 'total' ? null : String(amountMinor);
  await sql`
    insert into billing.payments (
      id, invoice_id, kind, amount_minor, method, paid_on, reverses_payment_id, recorded_by, recorded_at)
    values (${id}, ${invoiceId}, ${kind},
      coalesce(${amount}::bigint, (select total_minor from billing.invoices where id = ${invoiceId})),
      'BANK_TRANSFER', '2026-03-01', ${reversesPaymentId ?? null}, 'test', now())`;
  return id;
}

/** Writes a credit note without lines for an invoice; its number comes from a place in its year's series. */
export async function insertCreditRow(
  sql: Sql,
  invoiceId: string,
  totalMinor: bigint,
  sequence: number,
): Promise<void> {
  await sql`
    insert into billing.invoices (id, status, kind, credited_invoice_id, series, sequence, number, customer_id,
      customer_name, customer_address_lines, currency, line_count, net_minor, tax_minor, total_minor, issue_date,
      issued_at, settled_at, version, created_at, updated_at)
    select ${uuid()}, 'PAID', 'CREDIT_NOTE', id, 2026, ${sequence}, ${`CN-2026-${String(sequence).padStart(6, '0')}`},
      customer_id, customer_name, customer_address_lines, currency, 1, ${String(-totalMinor)}::bigint, 0,
      ${String(-totalMinor)}::bigint, '2026-03-01', now(), now(), 1, now(), now()
    from billing.invoices where id = ${invoiceId}`;
}
