import type { TaxCategoryCode } from '#schema/tax-category.ts';

/** A VAT category and its rate (BT-151 and BT-152, BT-95 and BT-96, BT-102 and BT-103, BT-118 and BT-119). */
export interface VatTreatment {
  /** UNCL 5305; besides those of billing, `O` is outside the scope of VAT. */
  readonly category: TaxCategoryCode | 'O';
  /** Thousandths of a percent; zero for all categories but S. */
  readonly rateMilli: number;
}

/** One VAT category and rate of the document with its sums (BG-23). */
export interface VatBreakdown extends VatTreatment {
  /** BT-116. */
  readonly baseMinor: bigint;
  /** BT-117. */
  readonly taxMinor: bigint;
  /** BT-120. */
  readonly exemptionReason?: string;
  /** BT-121: a code of the VATEX list, for example `VATEX-EU-IC`. */
  readonly exemptionCode?: string;
}

/** An allowance or a charge of a line (BG-27, BG-28). */
export interface LineAdjustment {
  readonly isCharge: boolean;
  /** BT-136, BT-141. */
  readonly amountMinor: bigint;
  /** BT-137, BT-142: the amount that the percentage is of. */
  readonly baseMinor?: bigint;
  /** BT-138, BT-143: thousandths of a percent. */
  readonly percentMilli?: number;
  /** BT-139, BT-144. */
  readonly reason?: string;
  /** BT-140, BT-145: UNCL 5189 for an allowance, UNCL 7161 for a charge. */
  readonly reasonCode?: string;
}

/** An allowance or a charge of the whole document for one VAT category and rate (BG-20, BG-21: BT-92 to BT-105). */
export interface DocumentLevelAdjustment extends LineAdjustment {
  readonly vat: VatTreatment;
}

/** The sums of the document (BG-22). */
export interface DocumentTotals {
  /** BT-106: the sum of the lines. */
  readonly lineMinor: bigint;
  /** BT-107: the sum of the allowances of the document. */
  readonly allowanceMinor: bigint;
  /** BT-108: the sum of the charges of the document. */
  readonly chargeMinor: bigint;
  /** BT-109: without VAT. */
  readonly netMinor: bigint;
  /** BT-110. */
  readonly taxMinor: bigint;
  /** BT-112: with VAT. */
  readonly grossMinor: bigint;
  /** BT-113: paid before the document was issued. */
  readonly paidMinor: bigint;
  /** BT-114. */
  readonly roundingMinor: bigint;
  /** BT-115. */
  readonly dueMinor: bigint;
}

/** The VAT in the currency of the seller's tax office (BT-6, BT-111), if that is another one than the document's. */
export interface AccountingTax {
  /** BT-6: ISO 4217. */
  readonly currency: string;
  /** BT-111: minor units of that currency. */
  readonly taxMinor: bigint;
}
