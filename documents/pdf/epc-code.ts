import { encode } from 'uqr';
import { formatMinor } from '#schema/money.ts';
import type { EInvoice } from '../model/e-invoice.ts';

/** Bounds of the European Payments Council's guideline EPC069-12. */
const maxNameLength = 70;
const maxRemittanceLength = 140;
const maxAmountMinor = 99_999_999_999n;
const maxBytes = 331;

/**
 * The text of the code by which apps of banks prepare a SEPA credit transfer (EPC069-12, version 002); undefined for what
 * such a transfer cannot pay: a credit note, another currency, an amount out of its bounds, or no account.
 */
export function toEpcText({
  typeCode,
  currency,
  totals,
  payment,
  seller,
  number,
}: EInvoice): string | undefined {
  const account = payment?.accounts?.[0];
  const amount = totals.dueMinor;
  if (typeCode !== '380' || currency !== 'EUR' || account === undefined) return undefined;
  if (amount <= 0n || amount > maxAmountMinor) return undefined;
  const text = [
    'BCD',
    '002',
    '1',
    'SCT',
    account.bic ?? '',
    cut(account.name ?? seller.name, maxNameLength),
    account.iban,
    `EUR${formatMinor(amount, currency)}`,
    '',
    '',
    cut(payment?.remittance ?? number, maxRemittanceLength),
  ].join('\n');
  return Buffer.byteLength(text) <= maxBytes ? text : undefined;
}

/** The modules of a QR code with error correction M, which the guideline asks for; true is dark. */
export function toModules(text: string): boolean[][] {
  return encode(text, { ecc: 'M', border: 0 }).data;
}

function cut(text: string, maxLength: number): string {
  return [...text].slice(0, maxLength).join('');
}
