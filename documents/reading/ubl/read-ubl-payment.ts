import type { PaymentInstructions } from '../../model/e-invoice.ts';
import { readIsoDay } from '../days.ts';
import type { ElementCursor } from '../element-cursor.ts';
import { omitUndefined, unlessNone } from '../present-members.ts';
import { terms } from '../terms.ts';
import { requireText } from '../values.ts';

/** UNCL 4461: an instrument that is not said. It carries the due date of a credit note that names no way to pay. */
const unsaidMeans = '1';

/** Reads the way to pay (BG-16); UBL has an element for each account. */
export function readUblPayment(root: ElementCursor): PaymentInstructions | undefined {
  const [first, ...others] = root.all('cac:PaymentMeans');
  if (first === undefined) return undefined;
  const code = first.find('cbc:PaymentMeansCode');
  const meansCode = requireText(first, 'cbc:PaymentMeansCode', terms.meansCode);
  const same = others.filter((means) => means.find('cbc:PaymentMeansCode')?.text === meansCode);
  const remittance = first.find('cbc:PaymentID')?.text;
  const meansText = code?.attribute('name');
  for (const means of same) {
    const repeated = means.find('cbc:PaymentID');
    if (repeated?.text !== remittance) repeated?.loosen(repeated.text ?? '');
    const named = means.find('cbc:PaymentMeansCode');
    const name = named?.attribute('name');
    if (name !== undefined && name !== meansText) named?.loosen(name);
  }
  const payment = omitUndefined({
    meansCode,
    meansText,
    remittance,
    accounts: unlessNone([first, ...same].flatMap((means) => readAccount(means) ?? [])),
  });
  const isOnlyDueDate = meansCode === unsaidMeans && Object.keys(payment).length === 1;
  return isOnlyDueDate && findDueDate(root) !== undefined ? undefined : payment;
}

/** Reads the due date (BT-9): of an invoice an element of its own, of a credit note a part of the payment. */
export function readUblDueDate(root: ElementCursor): string | undefined {
  const element = root.find('cbc:DueDate') ?? findDueDate(root);
  return element && readIsoDay(element, 'BT-9');
}

function findDueDate(root: ElementCursor): ElementCursor | undefined {
  const days = root.all('cac:PaymentMeans').flatMap((means) => means.find('cbc:PaymentDueDate') ?? []);
  const [first, ...others] = days;
  for (const day of others) {
    if (day.text !== first?.text)
      day.refuse('BT-9', 'is another due date than that before: a document has one');
  }
  return first;
}

function readAccount(means: ElementCursor) {
  const account = means.find('cac:PayeeFinancialAccount');
  if (account === undefined) return undefined;
  const iban = account.find('cbc:ID')?.text;
  // The rules say if there must be one (BR-61).
  if (iban === undefined) return undefined;
  return omitUndefined({
    iban,
    name: account.find('cbc:Name')?.text,
    bic: account.find('cac:FinancialInstitutionBranch/cbc:ID')?.text,
  });
}
