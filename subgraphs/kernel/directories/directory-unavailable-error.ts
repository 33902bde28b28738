import { CodedError } from '#platform/errors/coded-error.ts';

/** Another context did not give a valid answer in time, so nothing is known about the requested objects. */
export class DirectoryUnavailableError extends CodedError<'DIRECTORY_UNAVAILABLE'> {
  /** The name of the context for people, for example `customer service`. */
  readonly directory: string;
  /** The codes of the errors that it answered, if it answered. */
  readonly codes: readonly string[];

  constructor(directory: string, reason: string, options?: ErrorOptions & { codes?: readonly string[] }) {
    super('DIRECTORY_UNAVAILABLE', `The ${directory} gave no good answer: ${reason}.`, options);
    this.name = 'DirectoryUnavailableError';
    this.directory = directory;
    this.codes = options?.codes ?? [];
  }
}
