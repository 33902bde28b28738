/**
 * How a subscription field delivers. `EVERY`: complete and in order. `NEWEST`: only the latest value counts, and older
 * ones may be skipped.
 */
export type DeliveryMode = 'EVERY' | 'NEWEST';
