import type { InputProblems } from '#kernel/input-problems.ts';
import { parseRequiredText } from '#kernel/text-input.ts';
import { isElectronicAddressScheme } from '#schema/electronic-address-schemes.ts';
import { isSiren, isSiret } from '#schema/seller/siren.ts';
import type { ElectronicAddress, ElectronicAddressInput } from '../generated/types.ts';
import { customerBounds } from './bounds.ts';
import { isEmailAddress } from './email-address.ts';

/** The columns of an electronic address; both are null without one. */
export interface ElectronicAddressColumns {
  readonly electronicAddressScheme: string | null;
  readonly electronicAddressId: string | null;
}

/** The forms of schemes that can be checked. */
const forms: Readonly<
  Record<string, { readonly isRight: (id: string) => boolean; readonly message: string }>
> = {
  // The directory names a company, an establishment or a part of it: SIREN, SIREN_SIRET or SIREN_SUFFIX.
  '0225': {
    isRight: (id) => isSiren(id.slice(0, 9)) && /^\d{9}(?:_[\w+.-]+)*$/.test(id),
    message: 'In the French directory, must be a SIREN, or a SIREN, _ and what follows there.',
  },
  '0002': { isRight: isSiren, message: 'With the scheme 0002, must be a SIREN: nine digits, right by Luhn.' },
  '0009': {
    isRight: isSiret,
    message: 'With the scheme 0009, must be a SIRET: fourteen digits, right by Luhn.',
  },
  EM: { isRight: isEmailAddress, message: 'With the scheme EM, must be an e-mail address.' },
};

/** Reads a whole electronic address; undefined for problems, which are noted for each part. */
export function parseElectronicAddress(
  given: ElectronicAddressInput | null,
  problems: InputProblems,
): ElectronicAddressColumns | undefined {
  if (given === null) return { electronicAddressScheme: null, electronicAddressId: null };
  const read = (name: 'scheme' | 'id') =>
    parseRequiredText(
      given[name],
      { maxLength: customerBounds[`electronicAddress.${name}`] },
      problems.at(name),
    );
  const [scheme, id] = [read('scheme'), read('id')];
  if (scheme === undefined || id === undefined) return undefined;
  if (!isElectronicAddressScheme(scheme)) {
    const message = 'Must be a code of the EAS list, for example 0225, the French directory, or EM, e-mail.';
    problems.at('scheme').add('INVALID', message);
    return undefined;
  }
  const form = forms[scheme];
  if (form === undefined || form.isRight(id))
    return { electronicAddressScheme: scheme, electronicAddressId: id };
  problems.at('id').add('INVALID', form.message);
  return undefined;
}

/** The electronic address in the shape of the API; null if there is none. */
export function toElectronicAddress(columns: ElectronicAddressColumns): ElectronicAddress | null {
  const { electronicAddressScheme: scheme, electronicAddressId: id } = columns;
  return scheme === null || id === null ? null : { scheme, id };
}
