import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const command = fileURLToPath(new URL('../../tools/audit-verify.ts', import.meta.url));
const endWithinMs = 120_000;

/** The end of the command that verifies the trail. */
export interface Verification {
  readonly exitCode: number;
  /** All that it printed. */
  readonly text: string;
  /** The head that it printed, if the chain holds. */
  readonly head: string | undefined;
}

/**
 * Runs `npm run audit:verify`.
 *
 * @param url with the role of the subgraph audit
 */
export function runAuditVerify(url: string, args: readonly string[] = []): Promise<Verification> {
  return new Promise((resolve, reject) => {
    const options = { env: { ...process.env, DATABASE_URL: url }, timeout: endWithinMs };
    execFile(process.execPath, [command, ...args], options, (error, stdout, stderr) => {
      const exitCode = error === null ? 0 : error.code;
      if (typeof exitCode !== 'number') reject(new Error('The command did not end.', { cause: error }));
      else resolve({ exitCode, text: stdout + stderr, head: /^Head: ([0-9a-f]{64}) /m.exec(stdout)?.[1] });
    });
  });
}
