import { CodedError } from '#platform/errors/coded-error.ts';

/**
 * A valid operation for which there is no correct plan. Clients may read its message and its path, which name nothing that
 * they did not name themselves.
 */
export class UnplannableOperationError extends CodedError<'OPERATION_NOT_PLANNABLE'> {
  /** The response names on the way to what cannot be fetched, lists left out. `undefined` if no single field is known. */
  readonly path: readonly string[] | undefined;
  /** The part that is missing in the supergraph, for the log. */
  readonly reason: string;

  constructor(reason: string, path?: readonly string[]) {
    super(
      'OPERATION_NOT_PLANNABLE',
      'The subgraphs cannot be asked for all that the operation selects. It is valid, but there is no way to fetch it.',
    );
    this.reason = reason;
    this.path = path;
  }
}
