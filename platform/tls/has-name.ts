import type { X509Certificate } from 'node:crypto';

/**
 * True if a certificate carries a name among its alternative names (RFC 5280 section 4.2.1.6): a DNS name, to the letter, or a URI.
 * The common name and names with wildcards do not count.
 */
export function hasName(certificate: X509Certificate, name: string): boolean {
  if (name.includes('://')) return listUris(certificate).includes(name);
  return certificate.checkHost(name, { subject: 'never', wildcards: false }) !== undefined;
}

/** None if any name has characters that Node.js quotes: a comma within such a name would seem to begin another one. */
function listUris({ subjectAltName = '' }: X509Certificate): string[] {
  if (subjectAltName.includes('"')) return [];
  return subjectAltName
    .split(', ')
    .filter((entry) => entry.startsWith('URI:'))
    .map((entry) => entry.slice('URI:'.length));
}
