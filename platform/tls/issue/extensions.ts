import { createHash, type KeyObject } from 'node:crypto';
import { isIPv4 } from 'node:net';
import { bitString, boolean, derInteger, objectIdentifier, octetString, sequence, tagged } from './der.ts';

/** The extensions of certificates and lists of revoked ones (RFC 5280 sections 4.2 and 5.2), encoded. */

const ids = {
  subjectKey: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectNames: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  listNumber: '2.5.29.20',
  authorityKey: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
} as const;

const serverAuthentication = '1.3.6.1.5.5.7.3.1';
const clientAuthentication = '1.3.6.1.5.5.7.3.2';

/** Tags of a name within a list of names (RFC 5280 section 4.2.1.6). */
const nameTags = { dns: 0x82, uri: 0x86, ip: 0x87 } as const;

/** An authority that signs certificates and lists, and has no authorities below it. */
export function ofAuthority(publicKey: KeyObject): Buffer[] {
  return [
    extension(ids.basicConstraints, sequence(boolean(true), derInteger(Buffer.of(0))), true),
    // keyCertSign and cRLSign.
    extension(ids.keyUsage, bitString(Buffer.of(0x06), 1), true),
    extension(ids.subjectKey, octetString(toKeyId(publicKey))),
  ];
}

/** A process that is a server to some and a client of others. */
export function ofProcess(names: readonly string[], authoritysKey: KeyObject): Buffer[] {
  return [
    // digitalSignature.
    extension(ids.keyUsage, bitString(Buffer.of(0x80), 7), true),
    extension(
      ids.extendedKeyUsage,
      sequence(objectIdentifier(serverAuthentication), objectIdentifier(clientAuthentication)),
    ),
    extension(ids.subjectNames, sequence(...names.map(toGeneralName))),
    toAuthorityKey(authoritysKey),
  ];
}

/** A list of revoked certificates; a later one has a larger number. */
export function ofRevocationList(authoritysKey: KeyObject, number: Buffer): Buffer[] {
  return [toAuthorityKey(authoritysKey), extension(ids.listNumber, derInteger(number))];
}

function toAuthorityKey(key: KeyObject): Buffer {
  return extension(ids.authorityKey, sequence(tagged(0x80, toKeyId(key))));
}

function extension(id: string, value: Buffer, isCritical = false): Buffer {
  return sequence(objectIdentifier(id), ...(isCritical ? [boolean(true)] : []), octetString(value));
}

/** Tells keys of one name apart; any method will do (RFC 7093 section 2). */
function toKeyId(publicKey: KeyObject): Buffer {
  const encoded = publicKey.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(encoded).digest().subarray(0, 20);
}

function toGeneralName(name: string): Buffer {
  if (isIPv4(name)) return tagged(nameTags.ip, Buffer.from(name.split('.').map(Number)));
  return tagged(name.includes('://') ? nameTags.uri : nameTags.dns, Buffer.from(name));
}
