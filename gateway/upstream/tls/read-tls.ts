import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createSecureContext, type SecureContext } from 'node:tls';
import type { ConnectionSettings, NamedFile } from './tls-configuration.ts';

/** Certificates and keys are much shorter; a longer file is a mistake. */
const maxFileBytes = 1_048_576;

const certificatePattern = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/** The texts of the files of one setting, or the problems with reading them. */
export interface TlsTexts {
  readonly texts: Readonly<Partial<Record<FileSetting, string>>>;
  readonly problems: readonly string[];
}

type FileSetting = 'ca' | 'certificate' | 'key';
const fileSettings: readonly FileSetting[] = ['ca', 'certificate', 'key'];

/** The context that connections are opened with, or all that is wrong with it. */
export type TlsOutcome =
  | { readonly problems: readonly [string, ...string[]] }
  | { readonly problems: readonly []; readonly context: SecureContext };

/** Reads the files of a setting. Equal files give an equal outcome, in the same order. */
export async function readTlsTexts(settings: ConnectionSettings): Promise<TlsTexts> {
  const read = await Promise.all(fileSettings.map((name) => readOne(settings[name])));
  const texts = fileSettings.map((name, index) => [name, read[index]?.text] as const);
  return {
    texts: Object.fromEntries(texts.filter(([, text]) => text !== undefined)),
    problems: read.flatMap(({ problem }) => problem ?? []),
  };
}

interface ReadFile {
  readonly text?: string;
  readonly problem?: string;
}

async function readOne(file: NamedFile | undefined): Promise<ReadFile> {
  if (file === undefined) return {};
  try {
    const content = await readFile(file.path);
    if (content.length <= maxFileBytes) return { text: content.toString() };
    return { problem: `${placeOf(file)} is longer than ${maxFileBytes} bytes` };
  } catch (error) {
    return { problem: `${placeOf(file)} cannot be read: ${(error as NodeJS.ErrnoException).code}` };
  }
}

/**
 * Makes a context for connections of the texts that were read. The problems name variables, files and days, and nothing of a
 * key.
 */
export function toTlsOutcome(
  settings: ConnectionSettings,
  { texts, problems }: TlsTexts,
  now: Date,
): TlsOutcome {
  const found = [...problems, ...findPairProblems(settings)];
  const authorities = parseAll(settings.ca, texts.ca, found);
  const [own] = parseAll(settings.certificate, texts.certificate, found);
  const key = parseKey(settings.key, texts.key, found);
  if (settings.certificate && own) {
    const place = placeOf(settings.certificate);
    if (own.validToDate < now)
      found.push(
        `${place}: the certificate has expired on ${toDay(own.validToDate)}; a newer one must be there`,
      );
    if (own.validFromDate > now)
      found.push(`${place}: the certificate is not valid before ${toDay(own.validFromDate)}`);
    if (settings.key && key && !own.checkPrivateKey(key))
      found.push(
        `${placeOf(settings.key)} must hold the key of the first certificate in ${settings.certificate.path}`,
      );
  }
  const [first, ...others] = found;
  if (first !== undefined) return { problems: [first, ...others] };
  try {
    const context = createSecureContext({
      ...(authorities.length > 0 && { ca: authorities.map(String) }),
      ...(texts.certificate !== undefined && { cert: texts.certificate, key: texts.key }),
    });
    return { problems: [], context };
  } catch (error) {
    // OpenSSL takes no certificate whose key is too short or whose signature is too weak.
    const places = [settings.ca, settings.certificate].flatMap((file) => (file ? [placeOf(file)] : []));
    return { problems: [`${places.join(', ')} cannot be used for TLS: ${toReason(error)}`] };
  }
}

/** The code of an error of OpenSSL; its message may have more lines than belong in a log. */
function toReason(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}

function findPairProblems({ certificate, key }: ConnectionSettings): string[] {
  if (certificate !== undefined && key === undefined)
    return [
      `${certificate.variable} needs the key of the certificate beside it, in ${nameBeside(certificate, 'KEY')}`,
    ];
  if (key !== undefined && certificate === undefined)
    return [
      `${key.variable} needs the certificate of the key beside it, in ${nameBeside(key, 'CERTIFICATE')}`,
    ];
  return [];
}

function nameBeside({ variable }: NamedFile, what: string): string {
  return variable.replace(/^SUBGRAPH_(KEY|CERTIFICATE)/, `SUBGRAPH_${what}`);
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

function placeOf({ variable, path }: NamedFile): string {
  return `${variable}: ${path}`;
}

function toDay(time: Date): string {
  return time.toISOString().slice(0, 10);
}
