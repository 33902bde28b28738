import { randomUUID } from 'node:crypto';
import { type EventRecord, toEventRecord } from '#schema/facturation/event.ts';
import { importedPaymentsType } from '#schema/facturation/imported-payments.ts';
import type { ImportedSum } from '#schema/facturation/imported-sums.ts';
import { type InvoiceCredited, invoiceCredited } from '#schema/facturation/settlement/invoice-credited.ts';
import { type InvoicePaid, invoicePaid } from '#schema/facturation/settlement/invoice-paid.ts';
import { type InvoiceVoided, invoiceVoided } from '#schema/facturation/settlement/invoice-voided.ts';

const invoice = { invoiceNumber: 'T-1', customerName: 'Boulangerie Martin', currency: 'EUR' };
const toIdentity = (id: string = randomUUID()) => ({ id, source: '/billing' });

/** The record of a payment, or of what takes it back. */
export function toPaidRecord(entry: Partial<InvoicePaid>, id?: string): EventRecord {
  const { amountMinor = 100n } = entry;
  const event = {
    ...invoice,
    paymentId: randomUUID(),
    kind: amountMinor > 0n ? 'PAYMENT' : 'REVERSAL',
    method: 'CARD',
    paidOn: '2026-03-01',
    recordedAt: new Date().toISOString(),
    ...entry,
    amountMinor,
  };
  return invoicePaid.encode(event, toIdentity(id));
}

/** The record of sums of imported payments. */
export function toImportedPaymentsRecord(sums: readonly ImportedSum[], id?: string): EventRecord {
  const totals = sums.map((sum) => ({ ...sum, amountMinor: sum.amountMinor.toString() }));
  const attributes = {
    type: importedPaymentsType,
    key: randomUUID(),
    subject: '',
    time: new Date().toISOString(),
  };
  return toEventRecord(Buffer.from(JSON.stringify({ totals })), attributes, toIdentity(id));
}

/** The record of a credit note. */
export function toCreditedRecord(credit: Partial<InvoiceCredited>, id?: string): EventRecord {
  const event = {
    ...invoice,
    creditNoteNumber: 'CN-1',
    amountMinor: 100n,
    issueDate: '2026-03-01',
    creditedAt: new Date().toISOString(),
    ...credit,
  };
  return invoiceCredited.encode(event, toIdentity(id));
}

/** The record of a voided invoice. */
export function toVoidedRecord(voided: Partial<InvoiceVoided>, id?: string): EventRecord {
  const event = { ...invoice, amountMinor: 100n, voidedAt: new Date().toISOString(), ...voided };
  return invoiceVoided.encode(event, toIdentity(id));
}
