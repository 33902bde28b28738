/**
 * Codes of transient errors: the server cannot be reached, is not ready or has no room (SQLSTATE classes 08, 53, 57P), or a
 * transaction met another one (40001 serialization failure, 40P01 deadlock).
 */
const transient =
  /^(08\w{3}|53\w{3}|57P0\d|40001|40P01|CONNECT\w*|ECONN\w+|EPIPE|ETIMEDOUT|EHOSTUNREACH|ERR_STREAM_PREMATURE_CLOSE)$/;

/** Tests if an error of the database is transient: the operation may succeed at the next attempt. */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return transient.test(code) || isTransient(error.cause);
}
