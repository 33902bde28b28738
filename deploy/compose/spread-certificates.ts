import { chown, copyFile, mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { parseConfiguration } from '#platform/configuration/configuration.ts';
import { prepareCertificates, toCertificatePaths } from '../certificates/certificate-folder.ts';
import { containerCertificates } from './container-certificates.ts';

/** Makes the certificates of all containers, and gives each a folder with its own, then ends. Safe to run again. */
const fields = z.object({
  /** Only this process sees it. */
  AUTHORITY_DIR: z.string().min(1),
  /** Has a folder for each container. */
  CERTIFICATES_DIR: z.string().min(1),
});

try {
  const { AUTHORITY_DIR: authority, CERTIFICATES_DIR: folder } = parseConfiguration(fields, process.env);
  const { issued } = await prepareCertificates({ folder: authority, now: new Date() });
  for (const container of containerCertificates) {
    const { ca, crl, of } = toCertificatePaths(authority);
    const own = join(folder, container.name);
    await mkdir(own, { recursive: true });
    const files = {
      'ca.pem': ca,
      'revoked.pem': crl,
      'own.key': of(container.certificate).key,
      'own.pem': of(container.certificate).certificate,
      'database.key': of(container.role).key,
      'database.pem': of(container.role).certificate,
    };
    for (const [name, source] of Object.entries(files)) {
      const path = join(own, name);
      await copyFile(source, `${path}.new`);
      await chown(`${path}.new`, container.uid, container.uid);
      await rename(`${path}.new`, path);
    }
  }
  console.log(`Certificates are ready; ${issued.length} are new.`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
