import type { TaxCategoryCode } from '#schema/tax-category.ts';

/** An invoice that billing has with other figures. */
export interface MergeConflict {
  /** The first of its rows. */
  readonly rowNumber: number;
  readonly number: string;
  /** The figures that differ, by name. */
  readonly stored: ConflictFigures;
  readonly given: ConflictFigures;
}

/** Figures of an invoice by name, and the first line that differs. */
export type ConflictFigures = Readonly<Record<string, string | number | LineFigures>>;

/** The figures of a line that billing compares. */
export interface LineFigures {
  readonly position: number;
  readonly sku: string | null;
  readonly description: string;
  readonly quantityE4: number;
  readonly unit: string;
  readonly unitPriceMicro: number;
  readonly taxRateMilli: number;
  /** Null if the file does not name it. */
  readonly taxCategory: TaxCategoryCode | null;
  /** Null unless the category bears no tax. */
  readonly taxExemptionReason: string | null;
}
