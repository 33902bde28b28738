import { readFile } from 'node:fs/promises';
import { createLog } from '#platform/log/log.ts';
import type { Owner } from '#platform/process/owner.ts';
import type { Fetch } from '#platform/tls/client-tls.ts';
import { openServiceTls } from '#platform/tls/service-tls.ts';
import { trustAuthority } from '#platform/tls/trust-authority.ts';
import {
  type CertificatePaths,
  prepareCertificates,
  toCertificatePaths,
} from '../certificates/certificate-folder.ts';
import { operator } from '../certificates/certificate-names.ts';

/** The certificates of a system, and the launcher's own way to ask its processes. */
interface Encryption {
  readonly certificates: CertificatePaths;
  /** Sends requests with the certificate of an operator. */
  readonly fetch: Fetch;
}

/** Makes the certificates of all processes, renews what expires soon, and has this process trust their authority. */
export async function openEncryption(folder: string, owner: Owner): Promise<Encryption> {
  await prepareCertificates({ folder, now: new Date() });
  const certificates = toCertificatePaths(folder);
  trustAuthority(await readFile(certificates.ca, 'utf8'));
  const own = certificates.of(operator);
  const { client } = await openServiceTls(
    {
      TLS_CA_FILE: certificates.ca,
      TLS_CRL_FILE: certificates.crl,
      TLS_CERTIFICATE_FILE: own.certificate,
      TLS_KEY_FILE: own.key,
    },
    { log: createLog({ name: 'launcher', level: 'silent' }), owner },
  );
  return { certificates, fetch: client.fetch };
}
