import type { EInvoice } from '../model/e-invoice.ts';
import { findForbiddenInXml } from '../xml/xml-characters.ts';
import type { BusinessRuleViolation } from './business-rule-violation.ts';
import { findTooPreciseAmounts } from './decimals.ts';
import { findMissingParts } from './presence.ts';
import { findTotalViolations } from './totals.ts';
import { findVatViolations } from './vat.ts';

/**
 * Finds all rules that a document violates and that can be known before it is written: parts that are missing, sums, VAT
 * categories and decimals by EN 16931, and characters that XML cannot carry. Empty for a document that may be sent.
 */
export function findRuleViolations(document: EInvoice): BusinessRuleViolation[] {
  return [
    ...findMissingParts(document),
    ...findTotalViolations(document),
    ...findVatViolations(document),
    ...findTooPreciseAmounts(document),
    ...findForbiddenCharacters(document, ''),
  ];
}

/** The term is the path of the member. */
function findForbiddenCharacters(value: unknown, path: string): BusinessRuleViolation[] {
  if (typeof value === 'string') {
    const found = findForbiddenInXml(value);
    if (found === undefined) return [];
    return [
      { rule: 'XML 1.0 Char', term: path, message: `has the character ${found}, which XML cannot carry` },
    ];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) =>
    findForbiddenCharacters(member, path === '' ? name : `${path}/${name}`),
  );
}
