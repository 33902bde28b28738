import { Command, InvalidArgumentError } from 'commander';
import { z } from 'zod';
import { parseConfiguration } from '#platform/configuration/configuration.ts';
import { databaseUrl } from '#platform/configuration/fields.ts';
import { connectSql } from '#platform/database/sql-pool.ts';
import { describeError } from '#platform/log/log-error.ts';
import { formatVerdict } from './format-verdict.ts';
import { verifyTrail } from './verify-trail.ts';

/** Verifies the audit trail. */
const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupted.abort());

await new Command('audit-verify')
  .description(
    'Checks the hash chain of the audit trail: that no entry was changed, removed, added or moved. DATABASE_URL is the database with the role audit. Ends with 1 if an entry does not hold.',
  )
  .option(
    '--head <hash>',
    'a hash that an earlier run printed as the head: without it, a trail whose end was cut off looks whole',
    parseHash,
  )
  .showHelpAfterError()
  .action(async ({ head }: { readonly head?: Uint8Array }) => {
    try {
      const { DATABASE_URL: url } = parseConfiguration(
        z.object({ DATABASE_URL: databaseUrl() }),
        process.env,
      );
      process.exitCode = await verify(url, head);
    } catch (error) {
      process.stderr.write(`${describeError(error)}\n`);
      process.exitCode = 2;
    }
  })
  .parseAsync();

async function verify(url: string, keptHead: Uint8Array | undefined): Promise<number> {
  const pool = connectSql({ url, name: 'audit-verify', maxConnections: 1 });
  try {
    const verdict = await verifyTrail(pool.sql, { keptHead, signal: interrupted.signal });
    const out = verdict.kind === 'whole' ? process.stdout : process.stderr;
    out.write(`${formatVerdict(verdict)}\n`);
    return verdict.kind === 'whole' ? 0 : 1;
  } finally {
    await pool.close();
  }
}

function parseHash(text: string): Uint8Array {
  if (!/^[0-9a-f]{64}$/i.test(text)) throw new InvalidArgumentError('A head has 64 hexadecimal digits.');
  return Buffer.from(text, 'hex');
}
