import type { VatTreatment } from '../model/amounts.ts';
import type { DocumentTypeCode } from '../model/e-invoice.ts';
import type { ElementCursor } from './element-cursor.ts';
import { quoteValue, readRate, requireElement, requireText, type Term } from './values.ts';

/** The categories that the model has, by their codes of UNCL 5305; the others are the taxes of the Canaries, Ceuta and Melilla. */
const categories: ReadonlySet<string> = new Set(['S', 'Z', 'E', 'AE', 'K', 'G', 'O']);

/** Reads the type of the document (BT-3). Other types, such as a corrected invoice (384) or one of a payment in advance (386), have other consequences. */
export function readTypeCode(parent: ElementCursor, path: string): DocumentTypeCode {
  const text = requireText(parent, path, { term: 'BT-3', rule: 'BR-04', name: 'the type of the document' });
  if (text === '380' || text === '381') return text;
  if (text !== '')
    parent
      .find(path)
      ?.refuse(
        'BT-3',
        `is ${quoteValue(text)}: it must be 380, an invoice, or 381, a credit note (UNTDID 1001)`,
      );
  return '380';
}

/** The elements of a tax, which both syntaxes have. */
interface TaxElements {
  readonly category: string;
  readonly rate: string;
}

/** The terms of a tax: those of a line, an allowance, a charge or the breakdown. */
interface TaxTerms {
  readonly category: Term;
  readonly rateTerm: string;
  readonly rateRule?: string;
}

/** Reads a category and its rate; without a rate it is zero, as outside the scope of VAT, and the rules say if it may not be. */
export function readTreatment(
  tax: ElementCursor,
  { category: categoryPath, rate: ratePath }: TaxElements,
  { category, rateTerm, rateRule }: TaxTerms,
): VatTreatment {
  const element = requireElement(tax, categoryPath, category);
  const code = element?.text ?? '';
  const rate = tax.find(ratePath);
  const rateMilli = rate === undefined ? 0 : (readRate(rate, rateTerm) ?? 0);
  if (element !== undefined && !categories.has(code)) {
    const known = [...categories].join(', ');
    element.refuse(category.term, `is ${quoteValue(code)}: it must be one of ${known} (UNCL 5305)`);
  } else if (code === 'S' && rate === undefined) {
    tax.refuse(rateTerm, `has no ${ratePath}: give the rate of the category S`, rateRule);
  }
  return { category: code as VatTreatment['category'], rateMilli };
}
