/**
 * The limiters of the library only add here and never refuse, since each process decides by the sums that they give. The quota and
 * the time are therefore not theirs.
 */
export const limiterOptions = { points: Number.MAX_SAFE_INTEGER, duration: 1, keyPrefix: '' };
