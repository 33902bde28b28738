/** The size of the windows that are shown, in milliseconds. */
export const windowMs = 5_000;
/** The size of the slices that make the sliding figure, in milliseconds; the figure is exact to one slice. */
export const sliceMs = 100;
/** The time after its end, in stream time, during which a window still takes invoices. */
export const defaultGraceMs = 10_000;
/**
 * An invoice issued further in the future than this counts in the totals and in no window: it would move stream time
 * there, and every correct invoice until then would be late.
 */
export const maxAheadMs = 60_000;
/**
 * An invoice issued longer ago than this is in no slice: the sliding figure is about the clock's last seconds and does not
 * return to it. A log that is read from its beginning has many such invoices.
 */
export const maxBehindMs = 60_000;
/** The time for which windows can be read, in stream time. */
export const keepWindowsMs = 3_600_000;
/** The sliding figure is about the clock's last seconds, and stream time may be ahead of the clock. */
export const keepSlicesMs = 2 * maxAheadMs;
