import type { EInvoice } from '../model/e-invoice.ts';
import type { OptionalElement } from '../xml/xml-element.ts';
import { aggregate, basic } from './elements.ts';

/** UNCL 4461: an instrument that is not said. UBL has the due date of a credit note in the payment means only. */
const unsaidMeans = '1';

/** The payment (BG-16), one element for each account as UBL has it. */
export function createPaymentMeans({ typeCode, dueDate, payment }: EInvoice): OptionalElement[] {
  const dueDateInMeans = typeCode === '381' ? dueDate : undefined;
  if (payment === undefined && dueDateInMeans === undefined) return [];
  const { meansCode, meansText, remittance, accounts = [] } = payment ?? { meansCode: unsaidMeans };
  return (accounts.length === 0 ? [undefined] : accounts).map((account) =>
    aggregate('PaymentMeans', [
      basic('PaymentMeansCode', meansCode, { name: meansText }),
      basic('PaymentDueDate', dueDateInMeans),
      basic('PaymentID', remittance),
      aggregate('PayeeFinancialAccount', [
        basic('ID', account?.iban),
        basic('Name', account?.name),
        aggregate('FinancialInstitutionBranch', [basic('ID', account?.bic)]),
      ]),
    ]),
  );
}
