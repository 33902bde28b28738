import { formatQuantity } from '#schema/quantity.ts';
import { formatUnitPrice } from '#schema/unit-price.ts';
import type { DocumentLine } from '../model/line.ts';
import { formatAmount } from '../xml/figures.ts';
import type { OptionalElement } from '../xml/xml-element.ts';
import { ciiGroup, ciiText, createAdjustment, createCiiPeriod, createTax } from './elements.ts';

/** A line (BG-25). */
export function createCiiLine(line: DocumentLine, currency: string): OptionalElement {
  const { item, priceMicro, adjustments = [] } = line;
  return ciiGroup('IncludedSupplyChainTradeLineItem', [
    ciiGroup('AssociatedDocumentLineDocument', [
      ciiText('LineID', line.id),
      ciiGroup('IncludedNote', [ciiText('Content', line.note)]),
    ]),
    ciiGroup('SpecifiedTradeProduct', [
      ciiText('GlobalID', item.standardId?.id, { schemeID: item.standardId?.scheme }),
      ciiText('SellerAssignedID', item.sellerId),
      ciiText('BuyerAssignedID', item.buyerId),
      ciiText('Name', item.name),
      ciiText('Description', item.description),
      ...(item.attributes ?? []).map(({ name, value }) =>
        ciiGroup('ApplicableProductCharacteristic', [ciiText('Description', name), ciiText('Value', value)]),
      ),
    ]),
    ciiGroup('SpecifiedLineTradeAgreement', [
      ciiGroup('BuyerOrderReferencedDocument', [ciiText('LineID', line.orderLine)]),
      ciiGroup('NetPriceProductTradePrice', [
        ciiText('ChargeAmount', formatUnitPrice({ amountMicro: priceMicro, currency })),
      ]),
    ]),
    ciiGroup('SpecifiedLineTradeDelivery', [
      ciiText('BilledQuantity', formatQuantity(line.quantityE4), { unitCode: line.unitCode }),
    ]),
    ciiGroup('SpecifiedLineTradeSettlement', [
      createTax('ApplicableTradeTax', line.vat),
      createCiiPeriod(line.period),
      ...adjustments.map((adjustment) => createAdjustment(adjustment, currency)),
      ciiGroup('SpecifiedTradeSettlementLineMonetarySummation', [
        ciiText('LineTotalAmount', formatAmount(line.netMinor, currency)),
      ]),
    ]),
  ]);
}
