import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { trustAuthority } from '#platform/tls/trust-authority.ts';

/** The variable by which a suite tells its test files that their systems speak TLS. */
export const overTlsVariable = 'TEST_OVER_TLS';

/** True if the systems of this run speak TLS, unless a test says otherwise. */
export function isOverTls(): boolean {
  return process.env[overTlsVariable] === 'true';
}

/** Has this process, and each curl that it starts, trust the authority of a system. */
export async function trustSystem(dataFolder: string): Promise<void> {
  const file = join(dataFolder, 'tls', 'ca.pem');
  trustAuthority(await readFile(file, 'utf8'));
  process.env['CURL_CA_BUNDLE'] = file;
}
