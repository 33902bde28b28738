import { CodedError } from '#platform/errors/coded-error.ts';

export type EventLogErrorCode =
  /** No such topic; ensureTopic makes one. */
  | 'UNKNOWN_TOPIC'
  /** One record is over the limit; nothing of its append was written. */
  | 'RECORD_TOO_LARGE'
  /** The server cannot be reached, or did not answer in time. An append may have been written all the same. */
  | 'LOG_UNAVAILABLE'
  /** A reader asked for an offset that the log never gave, as after a log was restored from an old copy. */
  | 'OFFSET_OUT_OF_RANGE'
  /** A reader is out of its group, or a partition of its cannot be delivered; it is tried again. */
  | 'NOT_READING'
  /** The log was closed by its owner. */
  | 'LOG_CLOSED';

/** An error of an event log, on either server. */
export class EventLogError extends CodedError<EventLogErrorCode> {
  constructor(code: EventLogErrorCode, message: string, options?: ErrorOptions) {
    super(code, message, options);
    this.name = 'EventLogError';
  }
}
