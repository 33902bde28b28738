import type { DocumentItem, DocumentLine } from '../../model/line.ts';
import { readTreatment } from '../codes.ts';
import type { ElementCursor } from '../element-cursor.ts';
import { omitUndefined, unlessNone } from '../present-members.ts';
import { terms } from '../terms.ts';
import { readNetPrice } from '../unit-price.ts';
import { readQuantity, requireAmount, requireElement, requireText } from '../values.ts';
import {
  assertUblVat,
  readUblAdjustment,
  readUblIdentifier,
  readUblPeriod,
  ublTax,
} from './read-ubl-parts.ts';

/** The names of lines and quantities, which differ between the two documents of UBL. */
export const ublLineNames = {
  Invoice: { line: 'cac:InvoiceLine', quantity: 'cbc:InvoicedQuantity' },
  CreditNote: { line: 'cac:CreditNoteLine', quantity: 'cbc:CreditedQuantity' },
} as const;

/** Reads a line (BG-25). */
export function readUblLine(line: ElementCursor, quantityName: string, currency: string): DocumentLine {
  const quantity = requireElement(line, quantityName, terms.quantity);
  const unitCode = quantity?.attribute('unitCode');
  if (quantity !== undefined && unitCode === undefined)
    quantity.refuse('BT-130', `has no unitCode: give ${terms.unitCode.name}`, terms.unitCode.rule);
  const item = line.find('cac:Item') ?? line;
  const tax = requireElement(line, 'cac:Item/cac:ClassifiedTaxCategory', terms.lineTax);
  assertUblVat(tax);
  const price = requireElement(line, 'cac:Price/cbc:PriceAmount', terms.price);
  return omitUndefined({
    id: requireText(line, 'cbc:ID', terms.lineId),
    note: line.find('cbc:Note')?.text,
    quantityE4: (quantity && readQuantity(quantity, 'BT-129')) ?? 0n,
    unitCode: unitCode ?? '',
    netMinor: requireAmount(line, 'cbc:LineExtensionAmount', currency, terms.lineNet),
    orderLine: line.find('cac:OrderLineReference/cbc:LineID')?.text,
    period: readUblPeriod(line.find('cac:InvoicePeriod')),
    adjustments: unlessNone(
      line.all('cac:AllowanceCharge').map((one) => readUblAdjustment(one, currency, 'line')),
    ),
    priceMicro:
      price === undefined
        ? 0n
        : readNetPrice(price, currency, line.find('cac:Price/cbc:BaseQuantity'), unitCode),
    vat:
      tax === undefined
        ? ({ category: 'S', rateMilli: 0 } as const)
        : readTreatment(tax, ublTax, { category: terms.lineCategory, rateTerm: 'BT-152' }),
    item: readItem(item),
  });
}

function readItem(item: ElementCursor): DocumentItem {
  return omitUndefined({
    name: requireText(item, 'cbc:Name', terms.itemName),
    description: item.find('cbc:Description')?.text,
    sellerId: item.find('cac:SellersItemIdentification/cbc:ID')?.text,
    buyerId: item.find('cac:BuyersItemIdentification/cbc:ID')?.text,
    standardId: readUblIdentifier(item.find('cac:StandardItemIdentification/cbc:ID')),
    attributes: unlessNone(
      item.all('cac:AdditionalItemProperty').map((one) => ({
        name: requireText(one, 'cbc:Name', terms.attributeName),
        value: requireText(one, 'cbc:Value', terms.attributeValue),
      })),
    ),
  });
}
