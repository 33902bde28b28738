import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify<string, Buffer, number, Buffer>(scrypt);

/** A password as it is kept: salt and scrypt hash (RFC 7914), both base64. */
export interface PasswordHash {
  readonly salt: string;
  readonly hash: string;
}

const hashBytes = 32;

/** Hashes with Node's default cost: N 16384, r 8, p 1. Unicode forms of one password are the same password. */
export async function hashPassword(password: string): Promise<PasswordHash> {
  const salt = randomBytes(16);
  const hash = await derive(password.normalize('NFKC'), salt, hashBytes);
  return { salt: salt.toString('base64'), hash: hash.toString('base64') };
}

export async function isPassword(password: string, { salt, hash }: PasswordHash): Promise<boolean> {
  const given = await derive(password.normalize('NFKC'), Buffer.from(salt, 'base64'), hashBytes);
  return timingSafeEqual(given, Buffer.from(hash, 'base64'));
}
