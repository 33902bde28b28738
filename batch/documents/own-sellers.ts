import { loadSellerDetails } from '#schema/seller/load-seller-details.ts';
import { isPaymentMapping, type Mapping, toFileFormat } from '../mapping/mapping.ts';

/**
 * Reads the numbers of the seller from the file that `SELLER_FILE` names: VAT id, SIREN and SIRET. Without a file, or without numbers in
 * it, there are none.
 */
export async function loadOwnSellers(
  path: string | undefined,
): Promise<
  | { readonly sellers: readonly string[]; readonly problems?: never }
  | { readonly sellers?: never; readonly problems: readonly string[] }
> {
  const { details, problems } = await loadSellerDetails(path, { isProduction: false });
  if (problems !== undefined) return { problems };
  return { sellers: [details?.vatId, details?.siren, details?.siret].flatMap((number) => number ?? []) };
}

/** Names the seller in a mapping of documents that names none, so that a job keeps to it. */
export function withOwnSellers(mapping: Mapping, sellers: readonly string[]): Mapping {
  if (isPaymentMapping(mapping) || toFileFormat(mapping) !== 'en16931') return mapping;
  if (mapping.sellers !== undefined || sellers.length === 0) return mapping;
  return { ...mapping, sellers: [...sellers] };
}
