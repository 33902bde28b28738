import { CodedError } from '#platform/errors/coded-error.ts';

/** The reason why a store of documents neither keeps nor gives bytes: it cannot be reached at present, or it refuses. */
export class DocumentStoreError extends CodedError<'STORE_UNAVAILABLE' | 'STORE_REFUSED'> {}
