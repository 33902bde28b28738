import { CodedError } from '#platform/errors/coded-error.ts';
import { type IssueDateLimits, type Seller, toIssueDateLimits } from '#schema/calendar/seller.ts';
import { type CsvDialect, commonDialect } from '../../csv/dialect.ts';
import { maxHeaderBytes, parseHeader } from '../../csv/header.ts';
import { readHead } from '../../csv/open-bytes.ts';
import { type CsvPosition, fileStart } from '../../csv/record.ts';
import type { CsvColumns } from '../../csv/record-problem.ts';
import { documentColumns } from '../../documents/document-columns.ts';
import { recogniseFile } from '../../inspect/recognise-file.ts';
import type { MappingProblem } from '../../mapping/bind-columns.ts';
import { compileMapping, compilePaymentMapping } from '../../mapping/compile-mapping.ts';
import { formatMappingProblems } from '../../mapping/find-mapping.ts';
import {
  type FileFormat,
  isPaymentMapping,
  type Mapping,
  toDialect,
  toFileFormat,
} from '../../mapping/mapping.ts';
import { isRejectHeader, rejectColumns, toRejectedCells } from '../../rejects/reject-columns.ts';
import { statementColumns } from '../../statements/statement-columns.ts';
import type { ReadingTask } from './thread-messages.ts';

/** A file whose header fits a mapping. */
export interface OpenedFile {
  readonly path: string;
  readonly mapping: Mapping;
  readonly issueDates: IssueDateLimits;
  readonly dialect: CsvDialect;
  /** The names of the row's columns, undefined if the file has no header. */
  readonly header: readonly string[] | undefined;
  /** The beginning of the first data record. */
  readonly first: CsvPosition;
  readonly isCompressed: boolean;
  /** The form of this file; rows of other forms than CSV are written anew before they are read. */
  readonly format: FileFormat;
  /** The names of all columns of the file, or their number. */
  readonly columns: CsvColumns;
  /** Returns those of a record's fields that belong to the row. */
  toCells(fields: readonly string[]): readonly string[];
  /** Creates the task of a reading thread for a share of the file. */
  toTask(
    share: { readonly next: CsvPosition; readonly toByte: number | null },
    how: Pick<ReadingTask, 'chunkRows' | 'scattered'>,
  ): ReadingTask;
}

/** A file whose header does not fit a mapping, with all problems. */
export class BadHeaderError extends CodedError<'BAD_HEADER'> {
  readonly problems: readonly MappingProblem[];

  constructor(path: string, mappingName: string, problems: readonly MappingProblem[]) {
    const lines = problems.map((problem) =>
      problem.path === '' ? `  - ${problem.message}` : formatMappingProblems([problem]),
    );
    super('BAD_HEADER', `${path} does not fit the mapping ${mappingName}:\n${lines.join('\n')}`);
    this.problems = problems;
  }
}

/**
 * Reads a file's header and makes sure that a mapping fits it. A reject file is recognised by its header.
 *
 * @param seller decides the day of times with an offset, and which days an invoice may have
 * @throws {BadHeaderError} with all problems
 */
export async function openFile(path: string, mapping: Mapping, seller: Seller): Promise<OpenedFile> {
  const issueDates = toIssueDateLimits(seller, new Date());
  const { names, problems, first, dialect, isRejectFile, format, compression } = await readHeader(
    path,
    mapping,
  );
  const own = isRejectFile ? names?.slice(rejectColumns.length) : names;
  const header = own === undefined || (isRejectFile && own.length === 0) ? undefined : own;
  const compiled = problems.length > 0 ? undefined : compile(mapping, header, issueDates);
  const wrong = [...problems.map(({ message }) => ({ path: '', message })), ...(compiled?.problems ?? [])];
  if (wrong.length > 0) throw new BadHeaderError(path, mapping.name, wrong);
  const columns = names ?? mapping.file.columns;
  return {
    path,
    mapping,
    issueDates,
    dialect,
    header,
    first,
    isCompressed: compression !== undefined,
    format,
    columns,
    toCells: isRejectFile ? toRejectedCells : (fields) => fields,
    toTask: ({ next, toByte }, { chunkRows, scattered }) => ({
      path,
      dialect,
      mapping,
      issueDates,
      columns,
      header,
      isRejectFile,
      start: next,
      endOffset: toByte ?? undefined,
      chunkRows,
      scattered,
    }),
  };
}

/** The number of bytes that contain nearly every header; more are read only if they do not. */
const usualHeadBytes = 16_384;

async function readHeader(path: string, mapping: Mapping) {
  const common = toDialect(mapping);
  const rejectDialect: CsvDialect = { ...commonDialect, separator: common.separator };
  const content = await recogniseFile(path);
  const format = toFileFormat(mapping);
  if (content === 'documents' && format === 'csv') throw toDocumentsError(path);
  if (content === 'documents' && format === 'en16931')
    return { ...documentHeader, dialect: rejectDialect, compression: undefined };
  for (let headBytes = usualHeadBytes; ; headBytes = maxHeaderBytes) {
    const { bytes, compression } = await readHead(path, headBytes);
    const rejectHeader = parseHeader(bytes, rejectDialect);
    const isRejectFile = isRejectHeader(rejectHeader.names ?? []);
    if (!isRejectFile && format === 'camt.053') {
      return { ...statementHeader, dialect: rejectDialect, compression };
    }
    if (content === 'statement') throw toStatementError(path);
    const dialect = isRejectFile ? rejectDialect : common;
    const header = isRejectFile ? rejectHeader : parseHeader(bytes, dialect);
    const isWhole = bytes.length < headBytes || header.first.byteOffset < bytes.length;
    if ((isWhole && header.problems.length === 0) || headBytes === maxHeaderBytes) {
      return { ...header, dialect, isRejectFile, format: csv, compression };
    }
  }
}

/** The header of the rows that a bank statement becomes. */
const statementHeader = {
  names: statementColumns,
  problems: [],
  first: fileStart,
  isRejectFile: false,
  format: 'camt.053',
} as const;

/** The header of the rows that documents become. */
const documentHeader = { ...statementHeader, names: documentColumns, format: 'en16931' } as const;
const csv: FileFormat = 'csv';

/** Compiles a mapping of any kind; the caller asks only for the problems. */
function compile(mapping: Mapping, header: readonly string[] | undefined, limits: IssueDateLimits) {
  return isPaymentMapping(mapping)
    ? compilePaymentMapping(mapping, header, limits)
    : compileMapping(mapping, header, limits);
}

/** The error for a bank statement that should be CSV. */
function toStatementError(path: string): CodedError<'FILE_UNSUPPORTED'> {
  const message = `${path} is XML, not CSV. A bank statement (camt.053) is loaded with --mapping camt053.`;
  return new CodedError('FILE_UNSUPPORTED', message);
}

/** The error for documents that should be in the form of a mapping. */
function toDocumentsError(path: string): CodedError<'FILE_UNSUPPORTED'> {
  const message = `${path} is a PDF, XML, or a folder. Electronic invoices (CII, UBL, Factur-X) are loaded with --mapping documents.`;
  return new CodedError('FILE_UNSUPPORTED', message);
}
