import { CodedError } from '#platform/errors/coded-error.ts';

/** Another context did not give a good answer in time; nothing can be said about what was asked for. */
export class DirectoryUnavailableError extends CodedError<'DIRECTORY_UNAVAILABLE'> {
  /** Which context, in words for people, for example `customer service`. */
  readonly directory: string;

  constructor(directory: string, reason: string, options?: ErrorOptions) {
    super('DIRECTORY_UNAVAILABLE', `The ${directory} gave no good answer: ${reason}.`, options);
    this.name = 'DirectoryUnavailableError';
    this.directory = directory;
  }
}
