import type { BoundSource, ColumnBinder } from '../bind-columns.ts';
import type { PaymentMapping } from '../payment-mapping.ts';
import { DirectionRule } from './direction-rule.ts';

/** The columns of a file from which a payment is read. */
export interface BoundPayment {
  readonly invoiceNumber: BoundSource | undefined;
  readonly creditorReference: BoundSource | undefined;
  readonly endToEndId: BoundSource | undefined;
  readonly remittance: BoundSource | undefined;
  readonly amount: BoundSource;
  readonly currency: BoundSource | undefined;
  readonly paidOn: BoundSource;
  readonly reference: BoundSource | undefined;
  readonly method: BoundSource | undefined;
  readonly entryId: BoundSource | undefined;
  readonly customerId: BoundSource | undefined;
  readonly customerName: BoundSource | undefined;
  readonly direction: DirectionRule | undefined;
}

/** Binds the columns of a mapping; the binder keeps the problems. */
export function bindPayment({ payment, direction }: PaymentMapping, binder: ColumnBinder): BoundPayment {
  const optional = (name: Exclude<keyof typeof payment, 'amount' | 'paidOn'>) =>
    binder.bindOptional(`/payment/${name}`, payment[name]);
  const marks = direction && binder.bind('/direction/column', direction.column);
  return {
    invoiceNumber: optional('invoiceNumber'),
    creditorReference: optional('creditorReference'),
    endToEndId: optional('endToEndId'),
    remittance: optional('remittance'),
    amount: binder.bind('/payment/amount', payment.amount),
    currency: optional('currency'),
    paidOn: binder.bind('/payment/paidOn', payment.paidOn),
    reference: optional('reference'),
    method: optional('method'),
    entryId: optional('entryId'),
    customerId: optional('customerId'),
    customerName: optional('customerName'),
    direction: direction && marks && new DirectionRule(direction, marks),
  };
}
