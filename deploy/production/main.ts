import { findProductionProblems } from './check.ts';

/**
 * `npm run check:production`: asks the identity providers that the environment names what a start does not ask them, and reads the
 * seller's data and the certificates.
 */
const problems = await findProductionProblems(process.env);
for (const problem of problems) console.error(`- ${problem}`);
console.log(
  problems.length === 0
    ? 'The identity providers, the seller and the certificates are fit for production.'
    : `${problems.length} ${problems.length === 1 ? 'problem' : 'problems'} found.`,
);
process.exitCode = problems.length === 0 ? 0 : 1;
