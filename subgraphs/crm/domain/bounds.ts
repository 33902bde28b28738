/** The bounds of requests: code points of texts, and numbers of rows. */
export const requestBounds = {
  title: 200,
  text: 10_000,
  outcome: 2_000,
  comment: 5_000,
  /** Entries of one request's history. */
  history: 10_000,
  /** Years to a deadline. */
  deadlineYears: 10,
  /** People in the list of those to whom a request can be assigned. */
  assignees: 200,
} as const;

/** The time for which somebody who has looked at requests can be given one, in days. */
export const assignableDays = 180;
