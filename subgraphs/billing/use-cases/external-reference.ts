import postgres from 'postgres';
import type { Checked, InputProblems, UserError } from '#kernel/input-problems.ts';
import { DrizzleQueryError, eq } from '#platform/database/drizzle.ts';
import type { Reader } from '#platform/database/transaction.ts';
import { invoices } from '../tables.ts';

const taken: Pick<UserError, 'code' | 'message'> = {
  code: 'TAKEN',
  message: 'Another invoice has this external reference.',
};

/** Notes a problem if another invoice has the external reference. */
export async function checkReferenceIsFree(
  db: Reader,
  externalReference: string | null | undefined,
  exceptId: string | undefined,
  problems: InputProblems,
): Promise<void> {
  if (externalReference === null || externalReference === undefined) return;
  const [row] = await db
    .select({ id: invoices.id })
    .from(invoices)
    .where(eq(invoices.externalReference, externalReference));
  if (row !== undefined && row.id !== exceptId)
    problems.at('externalReference').add(taken.code, taken.message);
}

/** Runs a write; an external reference that another call took since the check is a problem and not a failure. */
export async function unlessReferenceTaken(write: () => Promise<Checked<string>>): Promise<Checked<string>> {
  try {
    return await write();
  } catch (error) {
    if (!isReferenceViolation(error)) throw error;
    return { problems: [{ field: ['externalReference'], ...taken }] };
  }
}

/** Tests for SQLSTATE 23505 of the index on external references. */
function isReferenceViolation(error: unknown): boolean {
  const cause = error instanceof DrizzleQueryError ? error.cause : error;
  return (
    cause instanceof postgres.PostgresError &&
    cause.code === '23505' &&
    cause.constraint_name === 'invoices_external_reference_unique'
  );
}
