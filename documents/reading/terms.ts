import type { Term } from './values.ts';

const term = (name: string, rule: string, number: string): Term => ({ term: number, rule, name });

/** The terms that a document must have, each with the rule of EN 16931 that asks for it. */
export const terms = {
  number: term('the number of the document', 'BR-02', 'BT-1'),
  issueDate: term('the day of issue', 'BR-03', 'BT-2'),
  currency: term('the currency by its code of ISO 4217', 'BR-05', 'BT-5'),
  sellerName: term('the name of the seller', 'BR-06', 'BT-27'),
  buyerName: term('the name of the buyer', 'BR-07', 'BT-44'),
  seller: term('the seller', 'BR-06', 'BG-4'),
  buyer: term('the buyer', 'BR-07', 'BG-7'),
  sellerAddress: term('the address of the seller', 'BR-08', 'BG-5'),
  sellerCountry: term('the country of the seller by its code of ISO 3166-1', 'BR-09', 'BT-40'),
  buyerAddress: term('the address of the buyer', 'BR-10', 'BG-8'),
  buyerCountry: term('the country of the buyer by its code of ISO 3166-1', 'BR-11', 'BT-55'),
  deliveryCountry: term('the country of the delivery by its code of ISO 3166-1', 'BR-57', 'BT-80'),
  precedingNumber: term('the number of the invoice', 'BR-55', 'BT-25'),
  meansCode: term('the way of payment by its code of UNTDID 4461', 'BR-49', 'BT-81'),
  totals: term('the sums of the document', 'BR-12', 'BG-22'),
  lineTotal: term('the sum of the lines', 'BR-12', 'BT-106'),
  net: term('the total without VAT', 'BR-13', 'BT-109'),
  gross: term('the total with VAT', 'BR-14', 'BT-112'),
  due: term('the amount due', 'BR-15', 'BT-115'),
  breakdownBase: term('the base of the VAT', 'BR-45', 'BT-116'),
  breakdownTax: term('the VAT of the category and rate', 'BR-46', 'BT-117'),
  breakdownCategory: term('the category of the VAT', 'BR-47', 'BT-118'),
  lineId: term('the number of the line', 'BR-21', 'BT-126'),
  quantity: term('the quantity', 'BR-22', 'BT-129'),
  unitCode: term('the unit by its code of UN/ECE recommendation 20', 'BR-23', 'BT-130'),
  lineNet: term('the amount of the line without VAT', 'BR-24', 'BT-131'),
  itemName: term('the name of the product or service', 'BR-25', 'BT-153'),
  price: term('the price of a unit without VAT', 'BR-26', 'BT-146'),
  lineTax: term('the VAT of the line', 'BR-CO-04', 'BG-30'),
  lineCategory: term('the category of the VAT', 'BR-CO-04', 'BT-151'),
  attributeName: term('the name of the property', 'BR-54', 'BT-160'),
  attributeValue: term('the value of the property', 'BR-54', 'BT-161'),
} as const;

/** The terms of an allowance or a charge. */
export interface AdjustmentTerms {
  readonly amount: Term;
  readonly base: string;
  readonly percent: string;
  readonly category: Term;
  readonly rate: string;
}

const category = (rule: string, number: string) => term('the category of the VAT', rule, number);
const amount = (rule: string, number: string) => term('the amount', rule, number);

/** The terms of allowances and charges of the document and of lines; those of lines have the VAT of the line. */
export const adjustmentTerms: Readonly<
  Record<'document' | 'line', Readonly<Record<'allowance' | 'charge', AdjustmentTerms>>>
> = {
  document: {
    allowance: {
      amount: amount('BR-31', 'BT-92'),
      base: 'BT-93',
      percent: 'BT-94',
      category: category('BR-32', 'BT-95'),
      rate: 'BT-96',
    },
    charge: {
      amount: amount('BR-36', 'BT-99'),
      base: 'BT-100',
      percent: 'BT-101',
      category: category('BR-37', 'BT-102'),
      rate: 'BT-103',
    },
  },
  line: {
    allowance: {
      amount: amount('BR-41', 'BT-136'),
      base: 'BT-137',
      percent: 'BT-138',
      category: category('BR-CO-04', 'BT-151'),
      rate: 'BT-152',
    },
    charge: {
      amount: amount('BR-43', 'BT-141'),
      base: 'BT-142',
      percent: 'BT-143',
      category: category('BR-CO-04', 'BT-151'),
      rate: 'BT-152',
    },
  },
};
