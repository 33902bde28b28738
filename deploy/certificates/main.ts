import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { describeError } from '#platform/log/log-error.ts';
import { prepareCertificates } from './certificate-folder.ts';

/** `npm run certificates`: makes and renews the certificates of a system for development. */
const root = resolve(import.meta.dirname, '../..');
const { folder, renew, revoke } = new Command()
  .name('npm run certificates --')
  .description(
    'Makes an authority for development and certificates for all processes; renews what expires soon.',
  )
  .option('--folder <path>', 'where they are kept', join(process.env['DATA_DIR'] || '.data', 'tls'))
  .option('--renew', 'replace every certificate', false)
  .option('--revoke <names...>', 'revoke the certificates of these processes, and replace them')
  .parse()
  .opts<{ folder: string; renew: boolean; revoke?: string[] }>();

try {
  const path = resolve(root, folder);
  const { issued, kept, isNewAuthority } = await prepareCertificates({
    folder: path,
    now: new Date(),
    renewAll: renew,
    ...(revoke && { revoke }),
  });
  if (isNewAuthority) console.log(`A new authority: ${join(path, 'ca.pem')} is to be trusted.`);
  console.log(
    issued.length === 0
      ? `All ${kept.length} certificates in ${path} last.`
      : `Issued ${issued.length} certificates in ${path}: ${issued.join(', ')}; ${kept.length} others last.`,
  );
} catch (error) {
  console.error(describeError(error));
  process.exitCode = 1;
}
