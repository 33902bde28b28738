import type { SellerDetails } from '#schema/seller/seller-details.ts';
import { toAddressLines } from '../domain/address.ts';
import type { SellerDetails as SellerObject } from '../generated/types.ts';

/** The seller's data in the form of the API. */
export function toSellerObject(details: SellerDetails): SellerObject {
  const { address, bankAccount, shareCapital = null, ...rest } = details;
  const { line2 = null, postalCode = null } = address;
  return {
    name: rest.name,
    legalForm: rest.legalForm ?? null,
    shareCapital,
    addressLines: toAddressLines({ ...address, line2, postalCode }),
    countryCode: address.countryCode,
    siren: rest.siren ?? null,
    siret: rest.siret ?? null,
    register: rest.register ?? null,
    vatId: rest.vatId ?? null,
    iban: bankAccount?.iban ?? null,
    bic: bankAccount?.bic ?? null,
    email: rest.email ?? null,
    phone: rest.phone ?? null,
    legalMentions: rest.legalMentions,
  };
}
