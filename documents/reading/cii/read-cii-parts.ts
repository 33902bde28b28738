import type { LineAdjustment } from '../../model/amounts.ts';
import type { InvoicingPeriod, SchemeIdentifier } from '../../model/party.ts';
import { readCiiDay } from '../days.ts';
import type { ElementCursor } from '../element-cursor.ts';
import { omitIfEmpty, omitUndefined } from '../present-members.ts';
import { adjustmentTerms } from '../terms.ts';
import { readAmount, readBoolean, readPercentage, requireAmount } from '../values.ts';

/** The elements of a tax. */
export const ciiTax = { category: 'ram:CategoryCode', rate: 'ram:RateApplicablePercent' } as const;

/** Reads an identifier with its scheme. */
export function readCiiIdentifier(element: ElementCursor | undefined): SchemeIdentifier | undefined {
  const id = element?.text;
  return id === undefined ? undefined : omitUndefined({ id, scheme: element?.attribute('schemeID') });
}

/** Reads a period (BG-14, BG-26). */
export function readCiiPeriod(element: ElementCursor | undefined): InvoicingPeriod | undefined {
  if (element === undefined) return undefined;
  const [start, end] = [element.find('ram:StartDateTime'), element.find('ram:EndDateTime')];
  return omitIfEmpty({
    start: start && readCiiDay(start, 'BT-73'),
    end: end && readCiiDay(end, 'BT-74'),
  });
}

/** Reads an allowance or a charge without its tax (BG-20, BG-21, BG-27, BG-28). */
export function readCiiAdjustment(
  element: ElementCursor,
  currency: string,
  level: keyof typeof adjustmentTerms,
): LineAdjustment {
  const indicator = element.find('ram:ChargeIndicator/udt:Indicator');
  if (indicator === undefined)
    element.refuse('BG-20', 'has no ram:ChargeIndicator: say true for a charge, false for an allowance');
  const isCharge = indicator !== undefined && readBoolean(indicator, 'BG-20');
  const own = adjustmentTerms[level][isCharge ? 'charge' : 'allowance'];
  const base = element.find('ram:BasisAmount');
  const percent = element.find('ram:CalculationPercent');
  return omitUndefined({
    isCharge,
    amountMinor: requireAmount(element, 'ram:ActualAmount', currency, own.amount),
    baseMinor: base && readAmount(base, currency, own.base),
    percentMilli: percent && readPercentage(percent, own.percent),
    reason: element.find('ram:Reason')?.text,
    reasonCode: element.find('ram:ReasonCode')?.text,
  });
}
