import { findProductionProblems } from './check.ts';

/**
 * `npm run check:production`: asks the identity providers that the environment names what a start does not ask them, reads the
 * seller's data and the certificates, and judges what protects the audit, the documents of invoices and mails.
 */
const problems = await findProductionProblems(process.env);
for (const problem of problems) console.error(`- ${problem}`);
console.log(
  problems.length === 0
    ? 'The identity providers, the seller, the certificates, the audit, the place of documents and the mail server are fit for production.'
    : `${problems.length} ${problems.length === 1 ? 'problem' : 'problems'} found.`,
);
process.exitCode = problems.length === 0 ? 0 : 1;
