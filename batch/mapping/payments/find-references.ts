import { invoiceBounds } from '#schema/invoice-bounds.ts';
import { parseCreditorReference } from './creditor-reference.ts';
import { type ReferenceCandidate, referenceLevels } from './import-payment.ts';

/** The texts of a row in which an invoice may be named; empty if there is none. */
export type ReferenceTexts = Readonly<Record<keyof typeof referenceLevels, string>>;

/** The number of characters of a text that are read: ISO 20022 has 140 for each line of a remittance. */
const maxTextLength = 4_000;
/** The minimum length of a number within a text: a shorter one is likely to be a quantity, a day or a floor. */
const minLength = 4;
/** The maximum number of neighbouring words that are taken together: banks break and space numbers. */
const maxWords = 4;
/** The maximum number of candidates of a row. */
const maxCandidates = 150;

const betweenWords = /[\s,;:()[\]{}<>"'|=*+?!]+/u;
const atEdges = /^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu;
const hasDigit = /\d/;
const notAlphanumeric = /[^0-9A-Z]/g;
/** Letters, then digits that end with a year and at least six digits: the form of billing's own numbers. */
const ownNumber = /^[0-9A-Z]*\d{10,}$/;
/** The text that stands for an end-to-end identification that the payer did not give (ISO 20022 usage guidelines). */
const notProvided = /^NOT ?PROVIDED$/i;

/** Finds all texts of a row that may name an invoice: whole ones of the columns for them, words of free texts. */
export function findReferences(texts: ReferenceTexts): ReferenceCandidate[] {
  const { invoiceNumber, creditorReference, endToEndId, remittance } = texts;
  const found = new CandidateList();
  if (invoiceNumber !== '') {
    // People write it into a rejected row: if it is wrong, nothing else may be taken in its place.
    found.addWhole(referenceLevels.invoiceNumber, invoiceNumber);
    return found.candidates;
  }
  if (creditorReference !== '') {
    const reference = parseCreditorReference(creditorReference);
    found.addWhole(referenceLevels.creditorReference, reference ?? creditorReference);
    // Some systems fill a reference up with zeros.
    found.addWhole(
      referenceLevels.creditorReference,
      (reference ?? creditorReference).replace(/^0+(?=\d{4})/, ''),
    );
  }
  if (!notProvided.test(endToEndId)) {
    found.addWhole(referenceLevels.endToEndId, endToEndId);
    found.addWords(referenceLevels.endToEndId, endToEndId);
  }
  found.addWords(referenceLevels.remittance, remittance);
  return found.candidates;
}

class CandidateList {
  readonly candidates: ReferenceCandidate[] = [];
  readonly #seen = new Set<string>();

  /** Adds a text that is a reference as a whole. */
  addWhole(level: number, text: string): void {
    if (text !== '') this.#add(level, text, 0, maxTextLength);
  }

  /** Adds the words of a text, and neighbouring words together, that may be numbers. */
  addWords(level: number, text: string): void {
    const words = text
      .slice(0, maxTextLength)
      .split(betweenWords)
      .map((word) => word.replace(atEdges, ''));
    for (let count = 1; count <= maxWords; count++) {
      for (let first = 0; first + count <= words.length; first++) {
        const taken = words.slice(first, first + count);
        if (taken.includes('')) continue;
        const spaced = taken.join(' ');
        if (!hasDigit.test(spaced) || spaced.length < minLength) continue;
        this.#add(level, spaced, first, first + count - 1);
        if (count > 1) this.#add(level, taken.join(''), first, first + count - 1);
      }
    }
  }

  #add(level: number, text: string, firstWord: number, lastWord: number): void {
    const compact = text.toUpperCase().replace(notAlphanumeric, '');
    const variants = new Set([text, text.toUpperCase()]);
    for (const variant of variants) {
      const key = `${level} ${variant}`;
      if (variant.length > invoiceBounds.externalReferenceLength || this.#seen.has(key)) continue;
      if (this.candidates.length >= maxCandidates) return;
      this.#seen.add(key);
      this.candidates.push({
        level,
        text: variant,
        compact: ownNumber.test(compact) ? compact : null,
        firstWord,
        lastWord,
      });
    }
  }
}
