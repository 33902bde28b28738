import { GraphQLError } from 'graphql';
import { type Checked, InputProblems } from '#kernel/input-problems.ts';
import { readTogether } from '#platform/graphql/bad-input.ts';
import { checkBounds } from '#platform/graphql/bound-arguments.ts';
import { type Readable, readArguments } from '#schema/read-arguments.ts';
import type {
  CreateInvoiceExportInput,
  CsvFormat,
  ExportLanguage,
  InvoiceExportColumn,
  InvoiceFilter,
  InvoiceOrder,
} from '../generated/types.ts';
import { toSelection } from '../store/invoice-filter.ts';
import { columnNames } from './column-names.ts';

/** A file of invoices as it was asked for, to be kept until it is fetched. */
export interface ExportRequest {
  readonly filter: Readable<InvoiceFilter> | null;
  readonly orderBy: InvoiceOrder | null;
  readonly columns: readonly InvoiceExportColumn[];
  readonly language: ExportLanguage;
  readonly format: CsvFormat;
}

const usualFormats: Readonly<Record<ExportLanguage, CsvFormat>> = { EN: 'COMMA', FR: 'SEMICOLON' };
const allColumns = Object.keys(columnNames) as InvoiceExportColumn[];

/** Reads the input for a file, with all that is wrong with it. */
export function parseExportRequest(input: CreateInvoiceExportInput, today: string): Checked<ExportRequest> {
  const problems = new InputProblems();
  const filter = parseFilter(input, today, problems.at('filter'));
  const columns = input.columns ?? allColumns;
  if (columns.length === 0) problems.at('columns').add('REQUIRED', 'Give at least one column.');
  const repeated = columns.filter((column, index) => columns.indexOf(column) !== index);
  if (repeated.length > 0)
    problems
      .at('columns')
      .add('INVALID', `Give each column once, not ${[...new Set(repeated)].join(', ')} again.`);
  if (!problems.isEmpty) return { problems: problems.errors };
  const { orderBy = null, language = 'EN' } = input;
  return {
    value: {
      filter,
      orderBy,
      columns: [...columns],
      language,
      format: input.format ?? usualFormats[language],
    },
  };
}

/** Reads a filter with the checks that a list makes of it. */
function parseFilter(
  { filter = null }: CreateInvoiceExportInput,
  today: string,
  problems: InputProblems,
): ExportRequest['filter'] {
  try {
    const [readable] = readTogether(
      () => readArguments({ filter }).filter,
      () => checkBounds({ filter }),
    );
    toSelection(readable, today);
    return readable;
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    problems.add('INVALID', error.message);
    return null;
  }
}
