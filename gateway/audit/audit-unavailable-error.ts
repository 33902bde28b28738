import { CodedError } from '#platform/errors/coded-error.ts';

/** An action is refused because the audit cannot take its entry, and `AUDIT_FULL` is `closed`. */
export class AuditUnavailableError extends CodedError<'AUDIT_UNAVAILABLE'> {
  readonly statusCode = 503;

  constructor(options?: ErrorOptions) {
    super('AUDIT_UNAVAILABLE', 'The audit cannot be written at the moment; ask again later.', options);
  }
}
