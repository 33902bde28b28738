import { randomBytes } from 'node:crypto';
import { copyFile, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  createSystemEnvironment,
  type RunningSystem,
  startRunningSystem,
} from '../../../e2e/running-system.ts';
import { openBenchLedger } from '../../billing-lists/bench-ledger.ts';

/**
 * Starts a whole system on a ledger of so many invoices. The ledger stays in the folder for later runs; all else of the system is
 * in a temporary one.
 */
export async function openLargeSystem(folder: string, invoices: number): Promise<RunningSystem> {
  const secrets = join(folder, 'secrets.json');
  const isFilled = await readFile(secrets, 'utf8').then(
    () => true,
    () => false,
  );
  if (!isFilled) await fill(folder, invoices, secrets);
  const environment = await createSystemEnvironment();
  const dataFolder = environment['DATA_DIR'] ?? '';
  await symlink(join(folder, 'postgres'), join(dataFolder, 'postgres'));
  await copyFile(secrets, join(dataFolder, 'secrets.json'));
  return startRunningSystem({ environment });
}

/** Fills a ledger, and gives its server a password that the launcher takes. */
async function fill(folder: string, invoices: number, secrets: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const ledger = await openBenchLedger(folder, invoices);
  const password = randomBytes(36).toString('base64url');
  try {
    await ledger.admin.unsafe(`alter role current_user password '${password}'`);
    await writeFile(secrets, JSON.stringify({ postgres: password }), { mode: 0o600 });
  } finally {
    await ledger.close();
  }
}
