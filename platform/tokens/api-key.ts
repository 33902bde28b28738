import { crc32 } from 'node:zlib';

/** The credentials of a client that an API key holds (RFC 6749 section 2.3.1). */
export interface KeyCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** `<prefix>_<client id>_<secret><checksum>`. None of the parts has the mark between them. */
const form = /^([a-z][a-z0-9]{1,15})_([A-Za-z0-9][A-Za-z0-9.-]{0,99})_([A-Za-z0-9]{16,128}?)([0-9a-z]{7})$/;
const idForm = /^[A-Za-z0-9][A-Za-z0-9.-]{0,99}$/;
const secretForm = /^[A-Za-z0-9]{16,128}$/;
const checksumLength = 7;

/** The prefixes that keys may have: a letter, then letters and digits, 2 to 16 in all. */
export const apiKeyPrefixForm = /^[a-z][a-z0-9]{1,15}$/;

/**
 * Writes the credentials of a client as one text. The prefix lets scanners find keys that leaked; the checksum tells a key that
 * was mistyped or cut without asking anybody. It keeps nothing secret.
 *
 * @throws {TypeError} if the id or the secret has characters that a key cannot hold
 */
export function formatApiKey(prefix: string, { clientId, clientSecret }: KeyCredentials): string {
  if (!apiKeyPrefixForm.test(prefix) || !idForm.test(clientId) || !secretForm.test(clientSecret)) {
    throw new TypeError(`The client ${clientId} cannot have an API key with the prefix ${prefix}.`);
  }
  const text = `${prefix}_${clientId}_${clientSecret}`;
  return `${text}${toChecksum(text)}`;
}

/** Reads a key; undefined if the text is not one with this prefix, or if its checksum does not match. */
export function parseApiKey(prefix: string, text: string): KeyCredentials | undefined {
  const [, given, clientId, clientSecret, checksum] = form.exec(text) ?? [];
  if (given !== prefix || clientId === undefined || clientSecret === undefined) return undefined;
  return checksum === toChecksum(text.slice(0, -checksumLength)) ? { clientId, clientSecret } : undefined;
}

function toChecksum(text: string): string {
  return crc32(text).toString(36).padStart(checksumLength, '0');
}
