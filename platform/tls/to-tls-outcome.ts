import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { createSecureContext, type SecureContext, type SecureContextOptions } from 'node:tls';
import type { CertificateFiles, NamedFile } from './certificate-files.ts';
import { placeOf, type TlsTexts } from './read-tls-texts.ts';

/** The oldest version of TLS that is spoken. */
export type MinTlsVersion = 'TLSv1.2' | 'TLSv1.3';

/** The material of one end of a connection. */
export interface TlsMaterial {
  /** For connections that are opened. */
  readonly context: SecureContext;
  /** The same for a server, which makes contexts itself. */
  readonly options: SecureContextOptions;
}

/** The material of files, or all that is wrong with them. */
export type TlsOutcome =
  | { readonly problems: readonly [string, ...string[]] }
  | { readonly problems: readonly []; readonly material: TlsMaterial };

const certificatePattern = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;
const listPattern = /-----BEGIN X509 CRL-----[\s\S]+?-----END X509 CRL-----/g;

/**
 * Makes the material of texts that were read. The problems name variables, files and days, and nothing of a key.
 *
 * @param minVersion that of Node.js if absent
 */
export function toTlsOutcome(
  files: CertificateFiles,
  { texts, problems }: TlsTexts,
  { now, minVersion }: { readonly now: Date; readonly minVersion?: MinTlsVersion | undefined },
): TlsOutcome {
  const found = [...problems, ...findPairProblems(files)];
  const authorities = parseAll(files.ca, texts.ca, found);
  const [own] = parseAll(files.certificate, texts.certificate, found);
  const key = parseKey(files.key, texts.key, found);
  const lists = parseLists(files.crl, texts.crl, found);
  if (files.certificate && own) found.push(...findOwnProblems(own, key, { ...files, now }));
  const [first, ...others] = found;
  if (first !== undefined) return { problems: [first, ...others] };
  const options: SecureContextOptions = {
    ...(minVersion !== undefined && { minVersion }),
    ...(authorities.length > 0 && { ca: authorities.map(String) }),
    ...(lists.length > 0 && { crl: [...lists] }),
    ...(texts.certificate !== undefined && { cert: texts.certificate, key: texts.key }),
  };
  try {
    return { problems: [], material: { context: createSecureContext(options), options } };
  } catch (error) {
    // OpenSSL takes no certificate whose key is too short or whose signature is too weak.
    const places = [files.ca, files.crl, files.certificate].flatMap((file) => (file ? [placeOf(file)] : []));
    return { problems: [`${places.join(', ')} cannot be used for TLS: ${toReason(error)}`] };
  }
}

function findOwnProblems(
  own: X509Certificate,
  key: KeyObject | undefined,
  { certificate, key: keyFile, now }: CertificateFiles & { readonly now: Date },
): string[] {
  if (certificate === undefined) return [];
  const place = placeOf(certificate);
  const found: string[] = [];
  if (own.validToDate < now)
    found.push(
      `${place}: the certificate has expired on ${toDay(own.validToDate)}; a newer one must be there`,
    );
  if (own.validFromDate > now)
    found.push(`${place}: the certificate is not valid before ${toDay(own.validFromDate)}`);
  if (keyFile && key && !own.checkPrivateKey(key))
    found.push(`${placeOf(keyFile)} must hold the key of the first certificate in ${certificate.path}`);
  return found;
}

/** The code of an error of OpenSSL; its message may have more lines than belong in a log. */
function toReason(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}

function findPairProblems({ certificate, key }: CertificateFiles): string[] {
  if (certificate !== undefined && key === undefined)
    return [
      `${certificate.variable} needs the key of the certificate beside it, in ${toKeyVariable(certificate.variable)}`,
    ];
  if (key !== undefined && certificate === undefined)
    return [
      `${key.variable} needs the certificate of the key beside it, in ${toCertificateVariable(key.variable)}`,
    ];
  return [];
}

function toKeyVariable(variable: string): string {
  return variable
    .replace('CERTIFICATE_FILE', 'KEY_FILE')
    .replace('_CERT_FILE', '_KEY_FILE')
    .replace(/cert$/, 'key');
}

function toCertificateVariable(variable: string): string {
  const certificate = variable.startsWith('KAFKA_') ? 'CERT_FILE' : 'CERTIFICATE_FILE';
  return variable.replace('KEY_FILE', certificate).replace(/key$/, 'cert');
}

function parseAll(
  file: NamedFile | undefined,
  text: string | undefined,
  problems: string[],
): X509Certificate[] {
  if (file === undefined || text === undefined) return [];
  try {
    const found = (text.match(certificatePattern) ?? []).map((pem) => new X509Certificate(pem));
    if (found.length > 0) return found;
  } catch {
    // Reported like a file without any.
  }
  problems.push(`${placeOf(file)} must hold certificates as PEM (-----BEGIN CERTIFICATE-----)`);
  return [];
}

/** OpenSSL reads one list from a text. */
function parseLists(
  file: NamedFile | undefined,
  text: string | undefined,
  problems: string[],
): readonly string[] {
  if (file === undefined || text === undefined) return [];
  const found = text.match(listPattern) ?? [];
  if (found.length === 0)
    problems.push(
      `${placeOf(file)} must hold lists of revoked certificates as PEM (-----BEGIN X509 CRL-----)`,
    );
  return found;
}

function parseKey(
  file: NamedFile | undefined,
  text: string | undefined,
  problems: string[],
): KeyObject | undefined {
  if (file === undefined || text === undefined) return undefined;
  try {
    return createPrivateKey(text);
  } catch {
    problems.push(`${placeOf(file)} must hold a private key as PEM, without a passphrase`);
    return undefined;
  }
}

function toDay(time: Date): string {
  return time.toISOString().slice(0, 10);
}
