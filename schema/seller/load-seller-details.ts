import { readFile, stat } from 'node:fs/promises';
import { parseSellerDetails, type SellerDetails } from './seller-details.ts';

/** The seller's data, null where no file is named, or all that is wrong, a line each. */
export type LoadedSellerDetails =
  | { readonly details: SellerDetails | null; readonly problems?: never }
  | { readonly details?: never; readonly problems: readonly string[] };

/** Many times what the longest texts take. */
const maxFileBytes = 256 * 1_024;
/** Of the example in `deploy/system/example-seller.json`. */
const exampleSiren = '123456782';
const exampleIban = 'FR1420041010050500013M02606';

/**
 * Reads the seller's data from the file that `SELLER_FILE` names. Where invoices are real, there must be one, and not the
 * example of the repository.
 */
export async function loadSellerDetails(
  path: string | undefined,
  { isProduction }: { readonly isProduction: boolean },
): Promise<LoadedSellerDetails> {
  if (path === undefined)
    return isProduction
      ? refuse(['is missing: in production invoices name their seller; write a file as docs/seller.md says'])
      : { details: null };
  let text: string;
  try {
    if ((await stat(path)).size > maxFileBytes)
      return refuse([`${path} is longer than ${maxFileBytes} bytes`]);
    text = await readFile(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : 'an unknown reason';
    return refuse([`${path} cannot be read (${code})`]);
  }
  const { details, problems } = parseSellerDetails(text);
  if (problems !== undefined) return refuse(problems.map((problem) => `${path}: ${problem}`));
  const isExample = details.siren === exampleSiren || details.bankAccount?.iban === exampleIban;
  return isProduction && isExample
    ? refuse([`${path} has the SIREN or the IBAN of the repository's example; give your own`])
    : { details };
}

function refuse(problems: readonly string[]): LoadedSellerDetails {
  return { problems: problems.map((problem) => `SELLER_FILE: ${problem}`) };
}
