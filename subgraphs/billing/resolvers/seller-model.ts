import type { SellerDetails } from '#schema/seller/seller-details.ts';
import { toAddressLines } from '../domain/address.ts';
import type { SellerDetailsModel } from '../models.ts';

/** The seller's data as the resolvers of the API read them. */
export function toSellerObject(details: SellerDetails): SellerDetailsModel {
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
