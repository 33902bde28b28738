import type { InputProblems } from '#kernel/input-problems.ts';
import { parseOptionalText } from '#kernel/text-input.ts';
import { isSiren, isSiret } from '#schema/seller/siren.ts';
import { isVatId } from '#schema/seller/vat-id.ts';
import { customerBounds } from './bounds.ts';

/** The numbers of a company in French registers, and the one that stands on invoices; null for none. */
export interface CompanyNumbers {
  readonly siren: string | null;
  readonly siret: string | null;
  readonly taxNumber: string | null;
}

/** Those that are given; undefined ones stay as they are. */
type NumberChanges = { readonly [Name in keyof CompanyNumbers]?: CompanyNumbers[Name] | undefined };

/** A number that people write in groups. */
const gaps = /[\s\u00a0.-]/g;

/**
 * Reads the given SIREN and SIRET and notes all problems: of their form, and if they or the VAT id name different companies. A SIRET
 * without a SIREN gives it, and without a SIREN there is no SIRET.
 *
 * @param taxNumber as it was read, if it is given
 * @param current those of the customer as it is; absent for a new one
 */
export function parseCompanyNumbers(
  input: NumberChanges,
  taxNumber: string | null | undefined,
  problems: InputProblems,
  current: CompanyNumbers = { siren: null, siret: null, taxNumber: null },
): Pick<NumberChanges, 'siren' | 'siret'> {
  const isRead = {
    siren: parseNumber('siren', input, problems),
    siret: parseNumber('siret', input, problems),
  };
  const siret = isRead.siret ?? (isRead.siren === null ? null : isRead.siret);
  const siren =
    typeof siret === 'string' && typeof isRead.siren !== 'string' ? siret.slice(0, 9) : isRead.siren;
  checkCompany({ siren, siret, taxNumber }, current, problems);
  return { siren, siret };
}

const rules = {
  siren: {
    isRight: isSiren,
    message: 'Must be nine digits that are right by Luhn, for example 732 829 320.',
  },
  siret: {
    isRight: isSiret,
    message: 'Must be a SIREN and five digits, right by Luhn, for example 732 829 320 00074.',
  },
} as const;

function parseNumber(
  name: keyof typeof rules,
  input: NumberChanges,
  problems: InputProblems,
): string | null | undefined {
  const given = input[name];
  if (given === undefined) return undefined;
  const text = parseOptionalText(given, { maxLength: customerBounds[name] }, problems.at(name));
  if (typeof text !== 'string') return text;
  const number = text.replace(gaps, '');
  if (rules[name].isRight(number)) return number;
  problems.at(name).add('INVALID', rules[name].message);
  return undefined;
}

/** Notes given numbers that belong to another company than the others, which may be those of the customer as it is. */
function checkCompany(changes: NumberChanges, current: CompanyNumbers, problems: InputProblems): void {
  const { siren = current.siren, siret = current.siret, taxNumber = current.taxNumber } = changes;
  if (siren === null) return;
  if (siret !== null && !siret.startsWith(siren)) {
    if (typeof changes.siret === 'string')
      problems.at('siret').add('INVALID', `Must begin with the SIREN ${siren}.`);
    else if (typeof changes.siren === 'string')
      problems.at('siren').add('INVALID', `Must begin the SIRET ${siret}; change that, too.`);
  }
  const vatId = taxNumber?.replace(gaps, '').toUpperCase() ?? '';
  if (!vatId.startsWith('FR') || !isVatId(vatId) || vatId.endsWith(siren)) return;
  if (typeof changes.siren === 'string')
    problems.at('siren').add('INVALID', `Must be the end of the VAT id ${vatId}.`);
  else if (typeof changes.taxNumber === 'string')
    problems.at('taxNumber').add('INVALID', `A French VAT id must end with the SIREN ${siren}.`);
}
