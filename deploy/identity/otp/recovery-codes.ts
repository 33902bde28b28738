import { createHash, randomInt } from 'node:crypto';

/** Codes that stand in for an authenticator that was lost, each once; the hashes of those that are left. */
export interface RecoveryCodes {
  readonly hashes: readonly string[];
}

const codeCount = 12;
/** Without letters and digits that look alike. */
const alphabet = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
/** 16 characters of 5 bits: too many to try, so a plain hash keeps them. */
const codeLength = 16;
const groupLength = 4;

/** Makes a set of codes: the texts, to be shown once, and their hashes, to be kept. */
export function createRecoveryCodes(): { readonly texts: readonly string[]; readonly codes: RecoveryCodes } {
  const texts = Array.from({ length: codeCount }, createText);
  return { texts, codes: { hashes: texts.map(toHash) } };
}

/** Takes a code's one use. @returns the codes that are left, or undefined if it is not one of them */
export function spendRecoveryCode(codes: RecoveryCodes, text: string): RecoveryCodes | undefined {
  const hash = toHash(text);
  if (!codes.hashes.includes(hash)) return undefined;
  return { hashes: codes.hashes.filter((each) => each !== hash) };
}

function createText(): string {
  const characters = Array.from({ length: codeLength }, () => alphabet[randomInt(alphabet.length)]);
  return characters.join('').replaceAll(new RegExp(`.{${groupLength}}(?=.)`, 'g'), '$&-');
}

function toHash(text: string): string {
  return createHash('sha256')
    .update(text.toUpperCase().replaceAll(/[^A-Z0-9]/g, ''))
    .digest('base64url');
}
