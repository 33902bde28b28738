import { defineIntegers } from '#platform/configuration/integer-group.ts';

/** The bounds of forwarded requests, with the variables that set them. */
export const forwardingBounds = defineIntegers({
  /** At once, to all services. */
  maxRequests: ['FORWARDED_REQUESTS', 1, 10_000, 200],
  /** At once, of one person. */
  maxRequestsPerUser: ['FORWARDED_REQUESTS_PER_USER', 1, 10_000, 8],
});
