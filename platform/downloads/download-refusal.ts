import { CodedError } from '#platform/errors/coded-error.ts';

/** The reason why a file is not sent. */
export class DownloadRefusal extends CodedError<
  'NOT_FOUND' | 'FILE_CHANGED' | 'EXPORT_RUNNING' | 'TOO_MANY_EXPORTS'
> {
  /** The status of the answer; fastify reads it. */
  get statusCode(): number {
    if (this.code === 'NOT_FOUND') return 404;
    if (this.code === 'FILE_CHANGED') return 409;
    return this.code === 'EXPORT_RUNNING' ? 429 : 503;
  }
}
