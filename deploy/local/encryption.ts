import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Environment } from '#platform/configuration/environment.ts';
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
  /** For processes: they trust the authority also where they ask as anybody does, such as the identity provider. */
  readonly environment: { readonly NODE_EXTRA_CA_CERTS: string };
  /** Sends requests with the certificate of an operator. */
  readonly fetch: Fetch;
}

/** Makes the certificates of all processes, renews what expires soon, and has this process trust their authority. */
export async function openEncryption(
  folder: string,
  { environment, owner }: { readonly environment: Environment; readonly owner: Owner },
): Promise<Encryption> {
  await prepareCertificates({ folder, now: new Date() });
  const certificates = toCertificatePaths(folder);
  const authority = await readFile(certificates.ca, 'utf8');
  trustAuthority(authority);
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
  const trusted = join(folder, 'trusted.pem');
  await writeFile(trusted, `${await readGiven(environment['NODE_EXTRA_CA_CERTS'])}${authority}`);
  return { certificates, environment: { NODE_EXTRA_CA_CERTS: trusted }, fetch: client.fetch };
}

/** Node.js does without a file that it cannot read, with a warning. */
async function readGiven(path: string | undefined): Promise<string> {
  if (!path) return '';
  return `${await readFile(path, 'utf8').catch(() => '')}\n`;
}
