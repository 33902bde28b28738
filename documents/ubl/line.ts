import { formatQuantity } from '#schema/quantity.ts';
import { formatUnitPrice } from '#schema/unit-price.ts';
import type { DocumentTypeCode } from '../model/e-invoice.ts';
import type { DocumentItem, DocumentLine } from '../model/line.ts';
import type { OptionalElement } from '../xml/xml-element.ts';
import {
  aggregate,
  amount,
  basic,
  createAllowanceCharge,
  createTaxCategory,
  createUblPeriod,
  identify,
} from './elements.ts';

/** The names that differ between the two documents of UBL. */
const names = {
  '380': { line: 'InvoiceLine', quantity: 'InvoicedQuantity' },
  '381': { line: 'CreditNoteLine', quantity: 'CreditedQuantity' },
} as const;

/** A line (BG-25). */
export function createUblLine(
  line: DocumentLine,
  typeCode: DocumentTypeCode,
  currency: string,
): OptionalElement {
  const { adjustments = [], priceMicro } = line;
  return aggregate(names[typeCode].line, [
    basic('ID', line.id),
    basic('Note', line.note),
    basic(names[typeCode].quantity, formatQuantity(line.quantityE4), { unitCode: line.unitCode }),
    amount('LineExtensionAmount', line.netMinor, currency),
    createUblPeriod(line.period),
    aggregate('OrderLineReference', [basic('LineID', line.orderLine)]),
    ...adjustments.map((adjustment) => createAllowanceCharge(adjustment, currency)),
    createItem(line.item, line.vat),
    aggregate('Price', [
      basic('PriceAmount', formatUnitPrice({ amountMicro: priceMicro, currency }), { currencyID: currency }),
    ]),
  ]);
}

function createItem(item: DocumentItem, vat: DocumentLine['vat']): OptionalElement {
  return aggregate('Item', [
    basic('Description', item.description),
    basic('Name', item.name),
    aggregate('BuyersItemIdentification', [basic('ID', item.buyerId)]),
    aggregate('SellersItemIdentification', [basic('ID', item.sellerId)]),
    aggregate('StandardItemIdentification', [identify('ID', item.standardId)]),
    createTaxCategory('ClassifiedTaxCategory', vat),
    ...(item.attributes ?? []).map(({ name, value }) =>
      aggregate('AdditionalItemProperty', [basic('Name', name), basic('Value', value)]),
    ),
  ]);
}
