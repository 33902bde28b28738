import type { LineAdjustment } from '../../model/amounts.ts';
import type { InvoicingPeriod, SchemeIdentifier } from '../../model/party.ts';
import { readIsoDay } from '../days.ts';
import type { ElementCursor } from '../element-cursor.ts';
import { omitIfEmpty, omitUndefined } from '../present-members.ts';
import { adjustmentTerms } from '../terms.ts';
import { readAmount, readBoolean, readPercentage, requireAmount } from '../values.ts';

/** The elements of a tax. */
export const ublTax = { category: 'cbc:ID', rate: 'cbc:Percent' } as const;

/** Reads an identifier with its scheme. */
export function readUblIdentifier(element: ElementCursor | undefined): SchemeIdentifier | undefined {
  const id = element?.text;
  return id === undefined ? undefined : omitUndefined({ id, scheme: element?.attribute('schemeID') });
}

/** Reads a period (BG-14, BG-26). */
export function readUblPeriod(element: ElementCursor | undefined): InvoicingPeriod | undefined {
  if (element === undefined) return undefined;
  const [start, end] = [element.find('cbc:StartDate'), element.find('cbc:EndDate')];
  return omitIfEmpty({
    start: start && readIsoDay(start, 'BT-73'),
    end: end && readIsoDay(end, 'BT-74'),
  });
}

/** Notes that a tax is another one than VAT. */
export function assertUblVat(tax: ElementCursor | undefined): void {
  const scheme = tax?.find('cac:TaxScheme/cbc:ID');
  if (scheme !== undefined && scheme.text !== 'VAT')
    scheme.refuse('BT-118-0', `is ${scheme.text}: the only tax of EN 16931 is VAT`);
}

/** Reads an allowance or a charge without its tax (BG-20, BG-21, BG-27, BG-28). */
export function readUblAdjustment(
  element: ElementCursor,
  currency: string,
  level: keyof typeof adjustmentTerms,
): LineAdjustment {
  const indicator = element.find('cbc:ChargeIndicator');
  if (indicator === undefined)
    element.refuse('BG-20', 'has no cbc:ChargeIndicator: say true for a charge, false for an allowance');
  const isCharge = indicator !== undefined && readBoolean(indicator, 'BG-20');
  const own = adjustmentTerms[level][isCharge ? 'charge' : 'allowance'];
  const base = element.find('cbc:BaseAmount');
  const percent = element.find('cbc:MultiplierFactorNumeric');
  return omitUndefined({
    isCharge,
    amountMinor: requireAmount(element, 'cbc:Amount', currency, own.amount),
    baseMinor: base && readAmount(base, currency, own.base),
    percentMilli: percent && readPercentage(percent, own.percent),
    reason: element.find('cbc:AllowanceChargeReason')?.text,
    reasonCode: element.find('cbc:AllowanceChargeReasonCode')?.text,
  });
}
