/** What a text says of a time. */
export interface DateParts {
  /** As if the time were UTC, in milliseconds since 1970. */
  readonly localMs: number;
  /** What is added to UTC to get the local time, undefined when the text does not say. */
  readonly offsetMs: number | undefined;
  /** Whether the text says a time of day; else it names a day. */
  readonly hasTime: boolean;
}

/** Reads texts of one form; undefined when the text has another form or names a day or time that does not exist. */
export type DateFormReader = (text: string) => DateParts | undefined;
