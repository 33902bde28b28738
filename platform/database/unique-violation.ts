const uniqueViolation = '23505';

/**
 * The name of the unique constraint that a statement broke (SQLSTATE 23505), or undefined when the error is another
 * one. drizzle wraps the driver's error as its cause.
 */
export function findBrokenUniqueConstraint(error: unknown): string | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && cause.code === uniqueViolation && 'constraint_name' in cause) {
      return String(cause.constraint_name);
    }
  }
  return undefined;
}
