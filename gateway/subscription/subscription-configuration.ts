import { defineIntegers } from '#platform/configuration/integer-group.ts';

/** The bounds of subscriptions, with the variables that set them. */
export const subscriptionBounds = defineIntegers({
  maxSubscriptions: ['SUBSCRIPTIONS', 0, 1_000_000, 20_000],
  maxSubscriptionsPerUser: ['SUBSCRIPTIONS_PER_USER', 1, 1_000_000, 200],
  maxUpstreams: ['SUBSCRIPTION_UPSTREAMS', 1, 100_000, 1_000],
  maxQueuedResults: ['SUBSCRIPTION_QUEUE', 1, 100_000, 256],
  maxConcurrentEvents: ['SUBSCRIPTION_CONCURRENCY', 1, 1_000, 32],
});

/** The times for which connections to subgraphs are tried, with the variables that set them. */
export const attemptBounds = defineIntegers({
  establishWithinMs: ['SUBSCRIPTION_ESTABLISH_TIMEOUT_MS', 100, 600_000, 10_000],
  resumeWithinMs: ['SUBSCRIPTION_RESUME_TIMEOUT_MS', 100, 86_400_000, 300_000],
});
