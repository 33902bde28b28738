import { GraphQLError } from 'graphql';
import { type Checked, InputProblems } from '#kernel/input-problems.ts';
import { readTogether } from '#platform/graphql/bad-input.ts';
import { checkBounds } from '#platform/graphql/bound-arguments.ts';
import { readArguments } from '#schema/read-arguments.ts';
import type { AuditExportFormat, CreateAuditExportInput } from '../generated/types.ts';
import { type ReadableAuditFilter, toAuditCondition } from '../store/audit-filter.ts';

/** A file of entries as it was asked for, to be kept until it is fetched. */
export interface AuditExportRequest {
  readonly filter: ReadableAuditFilter | null;
  readonly format: AuditExportFormat;
}

/** Reads the input for a file, with all that is wrong with it. */
export function parseAuditExport({
  filter = null,
  format = 'CSV',
}: CreateAuditExportInput): Checked<AuditExportRequest> {
  const problems = new InputProblems();
  try {
    const [readable] = readTogether(
      () => readArguments({ filter }).filter,
      () => checkBounds({ filter }),
    );
    toAuditCondition(readable);
    return { value: { filter: readable, format } };
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    problems.at('filter').add('INVALID', error.message);
    return { problems: problems.errors };
  }
}
