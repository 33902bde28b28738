import type { DocumentItem, DocumentLine } from '../../model/line.ts';
import { readTreatment } from '../codes.ts';
import type { ElementCursor } from '../element-cursor.ts';
import { omitUndefined, unlessNone } from '../present-members.ts';
import { terms } from '../terms.ts';
import { readNetPrice } from '../unit-price.ts';
import { readQuantity, requireAmount, requireElement, requireText } from '../values.ts';
import { ciiTax, readCiiAdjustment, readCiiIdentifier, readCiiPeriod } from './read-cii-parts.ts';

/** Reads a line (BG-25). */
export function readCiiLine(line: ElementCursor, currency: string): DocumentLine {
  const about = line.find('ram:AssociatedDocumentLineDocument');
  const agreement = line.find('ram:SpecifiedLineTradeAgreement');
  const settlement = line.find('ram:SpecifiedLineTradeSettlement');
  const quantity = requireElement(line, 'ram:SpecifiedLineTradeDelivery/ram:BilledQuantity', terms.quantity);
  const unitCode = quantity?.attribute('unitCode');
  if (quantity !== undefined && unitCode === undefined)
    quantity.refuse('BT-130', `has no unitCode: give ${terms.unitCode.name}`, terms.unitCode.rule);
  const tax = requireElement(line, 'ram:SpecifiedLineTradeSettlement/ram:ApplicableTradeTax', terms.lineTax);
  assertVat(tax);
  return omitUndefined({
    id: requireText(line, 'ram:AssociatedDocumentLineDocument/ram:LineID', terms.lineId),
    note: about?.find('ram:IncludedNote/ram:Content')?.text,
    quantityE4: (quantity && readQuantity(quantity, 'BT-129')) ?? 0n,
    unitCode: unitCode ?? '',
    netMinor: requireAmount(
      line,
      'ram:SpecifiedLineTradeSettlement/ram:SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount',
      currency,
      terms.lineNet,
    ),
    orderLine: agreement?.find('ram:BuyerOrderReferencedDocument/ram:LineID')?.text,
    period: readCiiPeriod(settlement?.find('ram:BillingSpecifiedPeriod')),
    adjustments: unlessNone(
      (settlement?.all('ram:SpecifiedTradeAllowanceCharge') ?? []).map((one) =>
        readCiiAdjustment(one, currency, 'line'),
      ),
    ),
    priceMicro: readLinePrice(line, currency, unitCode),
    vat:
      tax === undefined
        ? ({ category: 'S', rateMilli: 0 } as const)
        : readTreatment(tax, ciiTax, { category: terms.lineCategory, rateTerm: 'BT-152' }),
    item: readItem(line),
  });
}

/** Notes that a tax is another one than VAT. */
export function assertVat(tax: ElementCursor | undefined): void {
  const code = tax?.find('ram:TypeCode');
  if (code !== undefined && code.text !== 'VAT')
    code.refuse('BT-118-0', `is ${code.text}: the only tax of EN 16931 is VAT`);
}

function readLinePrice(line: ElementCursor, currency: string, unitCode: string | undefined): bigint {
  const path = 'ram:SpecifiedLineTradeAgreement/ram:NetPriceProductTradePrice';
  const price = requireElement(line, `${path}/ram:ChargeAmount`, terms.price);
  if (price === undefined) return 0n;
  return readNetPrice(price, currency, line.find(`${path}/ram:BasisQuantity`), unitCode);
}

function readItem(line: ElementCursor): DocumentItem {
  const product = line.find('ram:SpecifiedTradeProduct');
  const attributes = product?.all('ram:ApplicableProductCharacteristic') ?? [];
  return omitUndefined({
    name: requireText(line, 'ram:SpecifiedTradeProduct/ram:Name', terms.itemName),
    description: product?.find('ram:Description')?.text,
    sellerId: product?.find('ram:SellerAssignedID')?.text,
    buyerId: product?.find('ram:BuyerAssignedID')?.text,
    standardId: readCiiIdentifier(product?.find('ram:GlobalID')),
    attributes: unlessNone(
      attributes.map((one) => ({
        name: requireText(one, 'ram:Description', terms.attributeName),
        value: requireText(one, 'ram:Value', terms.attributeValue),
      })),
    ),
  });
}
