import { writeFile } from 'node:fs/promises';
import type { Seller } from '#schema/calendar/seller.ts';
import type { Compression } from '../csv/compression.ts';
import { readHead } from '../csv/open-bytes.ts';
import { documentColumns } from '../documents/document-columns.ts';
import { withOwnSellers } from '../documents/own-sellers.ts';
import { dryRun } from '../load/dry-run.ts';
import { BadHeaderError } from '../load/reading/open-file.ts';
import type { MappingProblem } from '../mapping/bind-columns.ts';
import { findMapping, listShippedMappings } from '../mapping/find-mapping.ts';
import { proposeMapping } from '../mapping/infer/propose-mapping.ts';
import { readSample, sampleBytes } from '../mapping/infer/read-sample.ts';
import { toMappingName } from '../mapping/infer/to-mapping-name.ts';
import { type FileFormat, type Mapping, toFileFormat } from '../mapping/mapping.ts';
import { checkMapping } from '../mapping/parse-mapping.ts';
import type { ImportTrial } from '../queue/import-request.ts';
import { toImportTrial } from '../queue/to-import-trial.ts';
import { isXml } from '../statements/is-xml.ts';
import { statementColumns } from '../statements/statement-columns.ts';
import { recogniseFile } from './recognise-file.ts';

/** The number of bytes of a file from its beginning that are enough to inspect it. */
export const inspectedBytes = sampleBytes + (1 << 20);
/** The number of decompressed bytes whose rows are tried. */
const triedBytes = 1 << 20;
const shownRows = 20;
const shownItems = 20;

/** The path of the decompressed beginning of a file. */
export function toBeginningPath(path: string): string {
  return `${path}.beginning`;
}

/** A file to be inspected. */
export interface InspectedFile {
  /** A private copy of the file, or of its beginning. */
  readonly path: string;
  /** The name of the file as people know it. */
  readonly fileName: string;
  /** True if the copy has all of it. */
  readonly isWhole: boolean;
  /** The mapping to try; the proposed one if absent. */
  readonly mapping: Mapping | undefined;
  readonly seller: Seller;
  /** The numbers of the seller of this system, of whom documents must be. */
  readonly ownSellers: readonly string[];
}

/** The form of a file, from its beginning. */
export interface FileInspection {
  readonly compression: Compression | null;
  readonly encoding: string | null;
  readonly separator: string | null;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly doubts: readonly string[];
  readonly mapping: Mapping | null;
  /** The fields for which no column was found. */
  readonly missing: readonly string[];
  /** Why the mapping does not fit the columns. */
  readonly problems: readonly MappingProblem[];
  readonly trial: ImportTrial | null;
  readonly isWhole: boolean;
}

/**
 * Inspects the beginning of a file: its form, a mapping, and what the mapping makes of the first rows.
 *
 * @throws {CodedError} FILE_UNSUPPORTED, FILE_DAMAGED, and those of `dryRun` but for BAD_HEADER
 */
export async function inspectFile(file: InspectedFile): Promise<FileInspection> {
  if ((await recogniseFile(file.path)) === 'documents') return inspectXml(file, undefined, documentForm);
  const { bytes, compression } = await readHead(file.path, sampleBytes);
  const isWhole = file.isWhole && bytes.length < sampleBytes;
  if (isXml(bytes)) return inspectXml(file, compression, statementForm);
  const { sample, doubts } = readSample(bytes);
  const form = {
    compression: compression ?? null,
    encoding: sample.dialect.encoding,
    separator: sample.dialect.separator,
    columns: sample.names,
    rows: sample.rows.slice(0, shownRows),
    doubts,
  };
  const proposal =
    file.mapping === undefined
      ? proposeMapping(sample, doubts, toMappingName(file.fileName), await listShippedMappings())
      : undefined;
  const mapping = file.mapping ?? checkMapping(proposal?.mapping).mapping;
  if (mapping === undefined) {
    const missing = proposal?.missing ?? [];
    return { ...form, mapping: null, missing, problems: [], trial: null, isWhole };
  }
  const isTriedWhole = isWhole && bytes.length <= triedBytes;
  const plain = toBeginningPath(file.path);
  await writeFile(plain, bytes.subarray(0, triedBytes), { mode: 0o600, flag: 'wx' });
  const tried = await tryFile({ ...file, path: plain, isWhole: isTriedWhole }, mapping);
  return { ...form, mapping, missing: [], isWhole: isTriedWhole, ...tried };
}

/** A form whose rows are made of the whole file. */
interface WholeForm {
  readonly format: FileFormat;
  readonly columns: readonly string[];
  readonly mapping: string;
  /** The problem of another mapping. */
  readonly explain: (mappingName: string) => string;
}

const statementForm: WholeForm = {
  format: 'camt.053',
  columns: statementColumns,
  mapping: 'camt053',
  explain: (name) =>
    `The file is XML, and the mapping ${name} is for CSV: take camt053 for a bank statement (ISO 20022 camt.053).`,
};
const documentForm: WholeForm = {
  format: 'en16931',
  columns: documentColumns,
  mapping: 'documents',
  explain: (name) =>
    `The file is an electronic invoice (CII, UBL or PDF), and the mapping ${name} is for other files: take documents.`,
};

/** Inspects a bank statement or a document, of which nothing can be read before its end. */
async function inspectXml(
  file: InspectedFile,
  compression: Compression | undefined,
  { format, columns, mapping: usual, explain }: WholeForm,
): Promise<FileInspection> {
  const mapping = file.mapping ?? (await findMapping(usual));
  const form = {
    compression: compression ?? null,
    encoding: null,
    separator: null,
    columns,
    rows: [],
    doubts: [],
    missing: [],
    isWhole: file.isWhole,
  };
  if (toFileFormat(mapping) !== format) {
    const problems = [{ path: '', message: explain(mapping.name) }];
    return { ...form, mapping: null, problems, trial: null };
  }
  if (!file.isWhole) return { ...form, mapping, problems: [], trial: null };
  return { ...form, mapping, ...(await tryFile(file, mapping)) };
}

async function tryFile(
  { path, isWhole, seller, ownSellers }: InspectedFile,
  mapping: Mapping,
): Promise<Pick<FileInspection, 'trial' | 'problems'>> {
  try {
    const signal = new AbortController().signal;
    const options = { seller, isSorted: false, signal, maxShown: shownItems, isBeginning: !isWhole };
    return {
      trial: toImportTrial(await dryRun(path, withOwnSellers(mapping, ownSellers), options)),
      problems: [],
    };
  } catch (error) {
    if (!(error instanceof BadHeaderError)) throw error;
    return { trial: null, problems: error.problems };
  }
}
