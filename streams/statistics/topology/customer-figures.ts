import type { ImportedTotal } from '#schema/facturation/imported-totals.ts';
import { addFigures, type Figures, noFigures } from './figures.ts';
import type { Invoice } from './invoice.ts';

/** A customer's figures, with the name as the invoice issued last has it. Simulated invoices are counted apart. */
export interface CustomerFigures extends Figures {
  readonly simulated: Figures;
  readonly customerName: string;
  /** When that invoice was issued, in milliseconds since 1970; not after the clock by which it was received. */
  readonly namedAtMs: number;
}

/** The figures of one invoice. */
export function toCustomerFigures(invoice: Invoice, issuedAtMs: number): CustomerFigures {
  const { customerName, amountMinor, aheadMs, isSimulated } = invoice;
  const figures = { count: 1, amountMinor };
  const [real, simulated] = isSimulated ? [noFigures, figures] : [figures, noFigures];
  return { ...real, simulated, customerName, namedAtMs: issuedAtMs - Math.max(0, aheadMs) };
}

/** Before every invoice: what is removed gives a customer no name that an invoice gave it. */
const namedByNone = -1;

/** The figures of imported invoices, or of removed ones. */
export function toImportedFigures(total: ImportedTotal, nowMs: number): CustomerFigures {
  const { customerName, count, amountMinor, latestIssuedAtMs } = total;
  const namedAtMs =
    latestIssuedAtMs === undefined ? namedByNone : Math.min(Math.max(0, latestIssuedAtMs), nowMs);
  return { count, amountMinor, simulated: noFigures, customerName, namedAtMs };
}

/** Both together, of one customer and currency; of two invoices issued at the same time the second gives the name. */
export function addCustomerFigures(left: CustomerFigures, right: CustomerFigures): CustomerFigures {
  const { customerName, namedAtMs } = right.namedAtMs >= left.namedAtMs ? right : left;
  const simulated = addFigures(left.simulated, right.simulated);
  return { ...addFigures(left, right), simulated, customerName, namedAtMs };
}
