/** One row in a hundred may be bad; more are a sign of a wrong mapping, or a wrong file. */
export const defaultSkipLimit = { percent: 1 };
/** In percent. If a tenth of all rows is rejected for one reason, the loaded rows are likely to be wrong, too. */
export const defaultReasonLimit = 10;
