import type { Resolvers } from '../generated/resolvers.ts';

/** The functions that answer the fields of the verification of the trail. */
export const verificationResolvers = {
  AuditTrailVerification: {
    through: ({ throughNumber }) => Number(throughNumber),
    head: ({ throughHash }) => Buffer.from(throughHash).toString('hex'),
    wholeAt: ({ wholeAt }) => wholeAt?.toISOString() ?? null,
    break: ({ brokenNumber, brokenProblem, brokenAt }) =>
      brokenNumber === null || brokenProblem === null || brokenAt === null
        ? null
        : { number: Number(brokenNumber), problem: brokenProblem, foundAt: brokenAt.toISOString() },
  },
} satisfies Resolvers;
