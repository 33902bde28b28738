import postgres from 'postgres';
import { DrizzleQueryError, eq } from '#platform/database/drizzle.ts';
import type { Problem, Problems } from '../domain/problem.ts';
import { invoices } from '../tables.ts';
import type { Outcome } from './billing.ts';
import type { Reader } from './reader.ts';

const taken: Pick<Problem, 'code' | 'message'> = {
  code: 'TAKEN',
  message: 'Another invoice has this external reference.',
};

/** Notes when another invoice than this one has the external reference. */
export async function checkReferenceIsFree(
  db: Reader,
  externalReference: string | null | undefined,
  exceptId: string | undefined,
  problems: Problems,
): Promise<void> {
  if (externalReference === null || externalReference === undefined) return;
  const [row] = await db
    .select({ id: invoices.id })
    .from(invoices)
    .where(eq(invoices.externalReference, externalReference));
  if (row !== undefined && row.id !== exceptId)
    problems.at('externalReference').add(taken.code, taken.message);
}

/** Runs what writes an invoice; a reference taken by another call since it was checked is a problem, no failure. */
export async function unlessReferenceTaken(write: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await write();
  } catch (error) {
    if (!isReferenceViolation(error)) throw error;
    return { problems: [{ field: ['externalReference'], ...taken }] };
  }
}

/** SQLSTATE 23505 of the one index. */
function isReferenceViolation(error: unknown): boolean {
  const cause = error instanceof DrizzleQueryError ? error.cause : error;
  return (
    cause instanceof postgres.PostgresError &&
    cause.code === '23505' &&
    cause.constraint_name === 'invoices_external_reference_unique'
  );
}
