import { parseQuantity } from '#schema/quantity.ts';
import { parseUnitPrice } from '#schema/unit-price.ts';
import type { DraftTerms } from '../../subgraphs/billing/domain/price-draft.ts';

/** A draft by its lines as `quantity x price`, its rate in thousandths of a percent, and an allowance in minor units. */
function draft(lines: readonly string[], taxRateMilli: number, allowanceMinor = 0n): DraftTerms {
  return {
    pricesIncludeTax: false,
    lines: lines.map((text) => {
      const [quantity = '', price = ''] = text.split(' x ');
      const { value: quantityE4 = 0n } = parseQuantity(quantity);
      const { value: { amountMicro: unitPriceMicro } = { amountMicro: 0n } } = parseUnitPrice(price, 'EUR');
      return {
        productId: null,
        sku: null,
        description: text,
        unit: 'piece',
        adjustments: null,
        taxCategory: null,
        taxExemptionReason: null,
        quantityE4,
        unitPriceMicro,
        taxRateMilli,
      };
    }),
    adjustments:
      allowanceMinor === 0n
        ? []
        : [{ isCharge: false, reason: 'Rebate', percentMilli: null, amountMinor: allowanceMinor, tax: null }],
  };
}

/** Drafts at which other systems rounded wrongly, each with the report and its VAT in minor units. */
export const roundingCases: readonly {
  readonly report: string;
  readonly draft: DraftTerms;
  readonly taxMinor: bigint;
}[] = [
  { report: 'odoo #36675', draft: draft(['1 x 55.55', '1 x 11.11'], 23_000), taxMinor: 1533n },
  {
    report: 'lago-api PR #2643',
    draft: draft(['1 x 68.33', '1 x 68.33', '1 x 57.50', '1 x 85.00'], 20_000),
    taxMinor: 5583n,
  },
  { report: 'ksa_compliance PR #386', draft: draft(['3 x 10.10'], 15_000), taxMinor: 455n },
  { report: 'xrechnung #74', draft: draft(['1 x 7612.50'], 19_000), taxMinor: 144_638n },
  { report: 'eInvoicing-EN16931 #303', draft: draft(['1 x 1710.50'], 19_000), taxMinor: 32_500n },
  { report: 'erpnext #47705', draft: draft(['1 x 12.345', '1 x 2.675'], 0), taxMinor: 0n },
  { report: 'invoiceninja #3195', draft: draft(['2.25 x 64.22'], 20_000, 14_450n), taxMinor: 0n },
  { report: 'crater #889', draft: draft(['3 x 45'], 21_000, 6000n), taxMinor: 1575n },
  { report: 'invoiceninja #10856', draft: draft(['1 x 8500'], 19_000, 750_000n), taxMinor: 19_000n },
  { report: 'currencies of many decimals', draft: draft(['1000 x 0.23456789'], 5_500), taxMinor: 1290n },
];
