import { CodedError } from '#platform/errors/coded-error.ts';

/** A bank statement that is not well-formed XML, or not a statement that is supported. */
export class StatementError extends CodedError<'FILE_DAMAGED' | 'FILE_UNSUPPORTED'> {}
