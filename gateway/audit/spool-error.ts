import { CodedError } from '#platform/errors/coded-error.ts';

/** An entry could not be kept: the spool is full, or its disk takes nothing. */
export class SpoolError extends CodedError<'SPOOL_FULL' | 'SPOOL_UNWRITABLE'> {}
