import { CodedError } from '#platform/errors/coded-error.ts';
import { withOwnSellers } from '../documents/own-sellers.ts';
import { type FileContent, recogniseFile } from '../inspect/recognise-file.ts';
import { findMapping } from '../mapping/find-mapping.ts';
import { withAllRows } from '../mapping/invoice-mapping.ts';
import { isPaymentMapping, type Mapping, toFileFormat } from '../mapping/mapping.ts';

/** The options that decide about a mapping. */
interface MappingOptions {
  /** The name of a shipped mapping, or a file; undefined to choose one by the content of each file. */
  readonly mapping?: string;
  readonly allRows?: true;
  readonly seller?: readonly string[];
}

/** The mappings that are taken by the content of a file. */
const mappingOfContent: Readonly<Record<FileContent, string>> = {
  documents: 'documents',
  statement: 'camt053',
  rows: 'facturation',
};

/** Returns the mapping of a file. */
export type ChooseMapping = (path: string) => Promise<Mapping>;

/**
 * Returns a function that chooses the mapping of a file: the one that is given, or one that fits what the file holds, with what
 * `--all-rows` and `--seller` change; without `--seller` the seller of documents is that of this system. Both may throw NOT_FOR_PAYMENTS, NOT_FOR_DOCUMENTS, and the errors of `findMapping`.
 */
export async function createMappingChoice(
  { mapping, allRows, seller }: MappingOptions,
  ownSellers: readonly string[],
): Promise<ChooseMapping> {
  const find = async (name: string) => {
    const found = await findMapping(name);
    return withOwnSellers(withSellers(allRows === true ? withAllOf(found) : found, seller), ownSellers);
  };
  if (mapping === undefined) return async (path) => find(mappingOfContent[await recogniseFile(path)]);
  const given = await find(mapping);
  return async () => given;
}

function withAllOf(found: Mapping): Mapping {
  if (!isPaymentMapping(found)) return withAllRows(found);
  throw new CodedError(
    'NOT_FOR_PAYMENTS',
    `The mapping ${found.name} makes payments, and rows that it leaves out are not payments: leave --all-rows out.`,
  );
}

function withSellers(found: Mapping, sellers: readonly string[] | undefined): Mapping {
  if (sellers === undefined || sellers.length === 0) return found;
  if (!isPaymentMapping(found) && toFileFormat(found) === 'en16931')
    return { ...found, sellers: [...sellers] };
  throw new CodedError(
    'NOT_FOR_DOCUMENTS',
    `The mapping ${found.name} is not for electronic invoices, which alone name their seller: leave --seller out.`,
  );
}
