import { X509Certificate } from 'node:crypto';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { CodedError } from '#platform/errors/coded-error.ts';
import { CertificateAuthority, type Validity } from '#platform/tls/issue/certificate-authority.ts';
import { certificateNames, type NamedCertificate } from './certificate-names.ts';

/** The certificates of a development system that were made, and those that still count. */
export interface CertificateReport {
  readonly issued: readonly string[];
  readonly kept: readonly string[];
  /** True if the authority is a new one: whoever trusted the earlier one must trust it anew. */
  readonly isNewAuthority: boolean;
}

export interface CertificateFolderOptions {
  readonly folder: string;
  readonly now: Date;
  /** The names of holders whose certificates are revoked and replaced. */
  readonly revoke?: readonly string[];
  /** True if every certificate is replaced. */
  readonly renewAll?: boolean;
  /** The time that processes have to show their new certificates before the earlier ones are refused, in milliseconds. Default 5,000. */
  readonly takeUpMs?: number;
}

const dayMs = 86_400_000;
/** In days. What has less than the rest left is renewed. */
const authorityDays = 730;
const certificateDays = 90;
const restDays = 30;
/** Clocks of machines differ. */
const earlierMs = 3_600_000;

/** Processes read their files every two seconds. */
const usualTakeUpMs = 5_000;

/** The name of the authority, by which its certificates are known. */
export const developmentAuthority = 'Facturation development';
const onlyOwner = 0o600;
const forAll = 0o644;

/** The paths of the files of a folder. */
export interface CertificatePaths {
  /** The authority's certificate. */
  readonly ca: string;
  /** The list of revoked certificates. */
  readonly crl: string;
  /** Finds the certificate of a holder, and its key. */
  of(name: string): { readonly certificate: string; readonly key: string };
}

/** The paths of the files, which are there once {@link prepareCertificates} has made them. */
export function toCertificatePaths(folder: string): CertificatePaths {
  return {
    ca: join(folder, 'ca.pem'),
    crl: join(folder, 'revoked.pem'),
    of: (name: string) => ({ certificate: join(folder, `${name}.pem`), key: join(folder, `${name}.key`) }),
  };
}

/**
 * Makes what is missing of an authority for development and of certificates for all processes, and renews what expires soon. Keys are
 * for the eyes of this user alone. Safe to run again, also while the system runs, whose processes take the new ones up. A run that is killed before
 * the list of revoked certificates is written is made up for by the next one.
 *
 * @throws {CodedError} UNKNOWN_HOLDER if a certificate of a name that nobody has is to be revoked
 */
export async function prepareCertificates(options: CertificateFolderOptions): Promise<CertificateReport> {
  const { folder, now, revoke = [], renewAll = false, takeUpMs = usualTakeUpMs } = options;
  const unknown = revoke.filter((name) => !certificateNames.some((one) => one.name === name));
  if (unknown.length > 0)
    throw new CodedError(
      'UNKNOWN_HOLDER',
      `There are no certificates of ${unknown.join(', ')}. Name some of ${certificateNames.map(({ name }) => name).join(', ')}.`,
    );
  await mkdir(dirname(folder), { recursive: true });
  await mkdir(join(folder, 'revoked'), { recursive: true, mode: 0o700 });
  const { authority, isNew } = await openAuthority(folder, now);
  if (!isNew) for (const name of revoke) await keepRevoked(folder, name);
  const issued: string[] = [];
  const kept: string[] = [];
  for (const holder of certificateNames) {
    const isKept =
      !renewAll && !revoke.includes(holder.name) && (await counts(folder, holder, authority, now));
    (isKept ? kept : issued).push(holder.name);
    if (!isKept) await issue(folder, holder, authority, now);
  }
  // A list that came first would have the gateway refuse a subgraph until that shows its new certificate.
  if (!isNew && revoke.length > 0) await delay(takeUpMs);
  await writeRevocationList(folder, authority, now);
  return { issued, kept, isNewAuthority: isNew };
}

async function openAuthority(
  folder: string,
  now: Date,
): Promise<{ readonly authority: CertificateAuthority; readonly isNew: boolean }> {
  const [cert, key] = await Promise.all([read(folder, 'ca.pem'), read(folder, 'ca.key')]);
  if (cert !== undefined && key !== undefined && lasts(cert, now))
    return { authority: CertificateAuthority.open({ cert, key }), isNew: false };
  const authority = CertificateAuthority.create(developmentAuthority, toValidity(now, authorityDays));
  await write(folder, 'ca.key', authority.key, onlyOwner);
  await write(folder, 'ca.pem', authority.cert, forAll);
  return { authority, isNew: true };
}

/** True if a certificate is there that lasts, is of the authority, and has the names of its holder. */
async function counts(
  folder: string,
  { name, names }: NamedCertificate,
  authority: CertificateAuthority,
  now: Date,
): Promise<boolean> {
  const [cert, key] = await Promise.all([read(folder, `${name}.pem`), read(folder, `${name}.key`)]);
  if (cert === undefined || key === undefined || !lasts(cert, now)) return false;
  const found = new X509Certificate(cert);
  const isOfAuthority = found.verify(new X509Certificate(authority.cert).publicKey);
  const wanted = names.map((one) => (one === '127.0.0.1' ? `IP Address:${one}` : `DNS:${one}`));
  return isOfAuthority && found.subjectAltName === wanted.join(', ');
}

async function issue(
  folder: string,
  { name, names }: NamedCertificate,
  authority: CertificateAuthority,
  now: Date,
): Promise<void> {
  const { cert, key } = authority.issue({ name, names, ...toValidity(now, certificateDays) });
  await write(folder, `${name}.key`, key, onlyOwner);
  await write(folder, `${name}.pem`, cert, forAll);
}

async function keepRevoked(folder: string, name: string): Promise<void> {
  const cert = await read(folder, `${name}.pem`);
  if (cert === undefined) return;
  const { serialNumber } = new X509Certificate(cert);
  await write(join(folder, 'revoked'), `${serialNumber}.pem`, cert, forAll);
}

async function writeRevocationList(
  folder: string,
  authority: CertificateAuthority,
  now: Date,
): Promise<void> {
  const revoked = join(folder, 'revoked');
  const names = (await readdir(revoked)).filter((name) => name.endsWith('.pem')).toSorted();
  const certificates = await Promise.all(names.map((name) => readFile(join(revoked, name), 'utf8')));
  const key = new X509Certificate(authority.cert).publicKey;
  const own = certificates.filter((cert) => new X509Certificate(cert).verify(key));
  await write(folder, 'revoked.pem', authority.listRevoked(own, toValidity(now, certificateDays)), forAll);
}

function lasts(cert: string, now: Date): boolean {
  try {
    return new X509Certificate(cert).validToDate.getTime() - now.getTime() > restDays * dayMs;
  } catch {
    return false;
  }
}

function toValidity(now: Date, days: number): Validity {
  return { from: new Date(now.getTime() - earlierMs), to: new Date(now.getTime() + days * dayMs) };
}

function read(folder: string, name: string): Promise<string | undefined> {
  return readFile(join(folder, name), 'utf8').catch(() => undefined);
}

/** Renamed into its place, since others read it meanwhile. */
async function write(folder: string, name: string, text: string, mode: number): Promise<void> {
  const path = join(folder, name);
  await writeFile(`${path}.new`, text, { mode });
  await rename(`${path}.new`, path);
}
