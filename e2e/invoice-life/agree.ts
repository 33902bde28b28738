import type { Sql } from 'postgres';
import type { Told } from './live.ts';
import { receipts } from './stock.ts';

/** Something that must be none, and how many there are. */
export interface Finding {
  readonly what: string;
  readonly count: number;
}

const openBalance =
  "invoice.kind = 'INVOICE' and invoice.origin = 'OWN' and invoice.status in ('ISSUED', 'PAID')";

/** Each query counts rows that contradict each other. */
const contradictions: readonly { readonly what: string; readonly query: string }[] = [
  {
    what: 'numbers missing in a series or out of their order',
    query: `select count(*) from (
      select sequence <> row_number() over w as is_off, issue_date < lag(issue_date) over w as is_early
      from billing.invoices where sequence is not null window w as (partition by kind, series order by sequence)
    ) as numbered where is_off or is_early`,
  },
  {
    what: 'invoices whose paid sum differs from their payments',
    query: `select count(*) from billing.invoices as invoice where paid_minor <>
      (select coalesce(sum(amount_minor), 0) from billing.payments where invoice_id = invoice.id)`,
  },
  {
    what: 'invoices whose credited sum differs from their credit notes',
    query: `select count(*) from billing.invoices as invoice where credited_minor <>
      (select coalesce(-sum(total_minor), 0) from billing.invoices where credited_invoice_id = invoice.id)`,
  },
  {
    what: 'invoices credited beyond their total or a line beyond its quantity',
    query: `select (select count(*) from billing.invoices where kind = 'INVOICE' and credited_minor > total_minor) + (
      select count(*) from billing.invoice_lines as line where line.credited_line_id is null and line.quantity_e4 <
        (select coalesce(-sum(credit.quantity_e4), 0) from billing.invoice_lines as credit
         where credit.credited_line_id = line.id))`,
  },
  {
    what: 'invoices whose status differs from what is left to pay',
    query: `select count(*) from billing.invoices as invoice where ${openBalance} and
      (status = 'PAID') <> (total_minor - credited_minor - paid_minor <= 0)`,
  },
  {
    what: 'void invoices with payments or credit notes',
    query:
      "select count(*) from billing.invoices where status = 'VOID' and (paid_minor <> 0 or credited_minor <> 0)",
  },
  {
    what: 'payments that were reversed twice, or by another amount',
    query: `select count(*) from billing.payments as payment where kind = 'PAYMENT' and
      (select coalesce(sum(amount_minor), 0) from billing.payments where reverses_payment_id = payment.id)
        not in (0, -payment.amount_minor)`,
  },
  {
    what: 'products whose stock differs from their journal',
    query: `select count(*) from product.products as product where stock_e4 <>
      (select coalesce(sum(change_e4), 0) from product.stock_movements where product_id = product.id)`,
  },
  {
    what: 'products whose stock differs from the invoices that hold it',
    query: `select count(*) from product.products as product where is_stock_tracked and stock_e4 <>
      (case when sku like 'RARE%' then ${receipts.rare} else ${receipts.goods} end) * 10000 - (
        select coalesce(sum(line.quantity_e4), 0) from billing.invoice_lines as line
        join billing.invoices as invoice on invoice.id = line.invoice_id
        where line.product_id = product.id and invoice.status in ('ISSUED', 'PAID'))`,
  },
  {
    what: 'works with stock that are not done',
    query: "select count(*) from billing.stock_tasks where state not in ('DONE', 'ABANDONED')",
  },
  { what: 'messages left in the outbox', query: 'select count(*) from billing.outbox' },
];

/** The rows of the ledger, by what callers were told, and the history beside them. */
const ledgers: readonly {
  readonly name: keyof Omit<Told, 'refusals'>;
  readonly rows: string;
  readonly kind: string;
}[] = [
  {
    name: 'issued',
    rows: "billing.invoices where sequence is not null and kind = 'INVOICE'",
    kind: 'ISSUED',
  },
  { name: 'payments', rows: "billing.payments where kind = 'PAYMENT'", kind: 'PAYMENT_RECORDED' },
  { name: 'reversals', rows: "billing.payments where kind = 'REVERSAL'", kind: 'PAYMENT_REVERSED' },
  { name: 'refunds', rows: "billing.payments where kind = 'REFUND'", kind: 'REFUNDED' },
  { name: 'creditNotes', rows: "billing.invoices where kind = 'CREDIT_NOTE'", kind: 'CREDITED' },
  { name: 'voids', rows: "billing.invoices where status = 'VOID'", kind: 'VOIDED' },
];

/** Compares what callers were told with the ledger, the history, the stock and the outbox, to the unit. */
export async function compareLedger(sql: Sql, told: Told): Promise<Finding[]> {
  const count = async (query: string) => {
    const [row] = await sql.unsafe<{ count: string }[]>(query);
    return Number(Object.values(row ?? { count: '-1' })[0]);
  };
  const findings: Finding[] = [];
  for (const { name, rows, kind } of ledgers) {
    const stored = await count(`select count(*) from ${rows}`);
    const noted =
      await count(`select count(*) from billing.invoice_history as entry join billing.invoices as invoice
        on invoice.id = entry.invoice_id where invoice.kind = 'INVOICE' and entry.kind = '${kind}'`);
    findings.push({
      what: `${name} more or less than callers were told`,
      count: Math.abs(stored - told[name]),
    });
    findings.push({ what: `${name} more or less in the history`, count: Math.abs(noted - stored) });
  }
  for (const { what, query } of contradictions) findings.push({ what, count: await count(query) });
  return findings;
}
