/** The parts of a time that a text states. */
export interface DateParts {
  /** As if the time were UTC, in milliseconds since 1970. */
  readonly localMs: number;
  /** The offset of the local time from UTC; undefined if the text does not state it. */
  readonly offsetMs: number | undefined;
  /** True if the text states a time of day; otherwise it names a day. */
  readonly hasTime: boolean;
}

/** Reads texts of one form; undefined if the text has another form or names a day or time that does not exist. */
export type DateFormReader = (text: string) => DateParts | undefined;
