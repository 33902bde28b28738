import { isCurrency } from '#schema/money.ts';
import type { VatTreatment } from '../model/amounts.ts';
import type { DocumentTypeCode } from '../model/e-invoice.ts';
import type { ElementCursor } from './element-cursor.ts';
import { quoteValue, readRate, requireElement, requireText, type Term } from './values.ts';

/** The categories that the model has, by their codes of UNCL 5305; the others are the taxes of the Canaries, Ceuta and Melilla. */
const categories: ReadonlySet<string> = new Set(['S', 'Z', 'E', 'AE', 'K', 'G', 'O']);

const typeNames: Readonly<Record<DocumentTypeCode, string>> = { 380: 'an invoice', 381: 'a credit note' };

/**
 * Reads the type of the document (BT-3). Other types, such as a corrected invoice (384) or one of a payment in advance (386), have other consequences.
 *
 * @param allowed the types that the root of the document has (BR-CL-01)
 */
export function readTypeCode(
  parent: ElementCursor,
  path: string,
  allowed: readonly [DocumentTypeCode, ...DocumentTypeCode[]],
): DocumentTypeCode {
  const text = requireText(parent, path, { term: 'BT-3', rule: 'BR-04', name: 'the type of the document' });
  const code = allowed.find((one) => one === text);
  if (code === undefined && text !== '') {
    const right = allowed.map((one) => `${one}, ${typeNames[one]}`).join(', or ');
    const message = `is ${quoteValue(text)}: it must be ${right} (UNTDID 1001)`;
    // Other codes are right by the standard, and not read here.
    parent.find(path)?.refuse('BT-3', message, Object.hasOwn(typeNames, text) ? 'BR-CL-01' : undefined);
  }
  return code ?? allowed[0];
}

/**
 * Returns the currency of an element (BT-5, BT-6). One that is not known is noted and is `''`, because the decimals of amounts would not
 * be known.
 */
export function readCurrency(element: ElementCursor | undefined, term: 'BT-5' | 'BT-6'): string {
  const code = element?.text ?? '';
  if (code === '' || isCurrency(code)) return code;
  const message = `is ${quoteValue(code)}: it must be a currency of ISO 4217, such as EUR`;
  element?.refuse(term, message, term === 'BT-5' ? 'BR-CL-04' : 'BR-CL-05');
  return '';
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
