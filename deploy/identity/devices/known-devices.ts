import { createHash, randomBytes } from 'node:crypto';
import type { PageLanguage } from '../page-language.ts';
import { openStateStore, type StateStore } from '../state-store.ts';

export const deviceBounds = {
  /** Browsers that are known of one account. */
  perAccount: 20,
  /** Accounts of which one browser is known. */
  perBrowser: 5,
  /** The days after its last sign-in for which a browser is known; browsers keep no cookie for longer. */
  days: 400,
} as const;
const lifetimeMs = deviceBounds.days * 24 * 60 * 60_000;
const tokenBytes = 32;

/** A browser that has signed in to an account. */
interface KnownDevice {
  /** Of the token in the browser's cookie. */
  readonly hash: string;
  /** Milliseconds since the epoch. */
  readonly usedAtMs: number;
}

/** The browsers of an account, the latest first, and the language of the latest sign-in in a known one. */
interface DeviceRecord {
  readonly devices: readonly KnownDevice[];
  readonly language: PageLanguage;
}

/**
 * The browsers in which people have signed in to their accounts. A browser has a token for each account, so that none that
 * was put into a browser from elsewhere ever counts for its next sign-in. Only hashes are kept: the files make no browser known.
 */
export class KnownDevices {
  readonly #store: StateStore<DeviceRecord>;

  constructor(folder: string) {
    this.#store = openStateStore<DeviceRecord>({ folder });
  }

  /** The language in which the person signs in; undefined before the first sign-in. */
  findLanguage(accountId: string): PageLanguage | undefined {
    return this.#store.get(accountId)?.language;
  }

  /** The one of a browser's tokens that makes it known of an account. */
  findToken(accountId: string, tokens: readonly string[]): string | undefined {
    const known = new Set(this.#devicesOf(accountId).map(({ hash }) => hash));
    return tokens.find((token) => known.has(toHash(token)));
  }

  /**
   * Notes a sign-in in a browser. An account that knows too many browsers forgets the one whose last sign-in is the longest ago.
   *
   * @param token that of a known browser; undefined for a new one
   * @returns the token of the browser
   */
  note(accountId: string, token: string | undefined, language: PageLanguage): string {
    const noted = token ?? randomBytes(tokenBytes).toString('base64url');
    const hash = toHash(noted);
    const others = this.#devicesOf(accountId).filter((device) => device.hash !== hash);
    const devices = [{ hash, usedAtMs: Date.now() }, ...others].slice(0, deviceBounds.perAccount);
    // A stranger's browser does not choose the language of the mail about the next one.
    const kept = token === undefined ? this.findLanguage(accountId) : undefined;
    this.#put(accountId, { devices, language: kept ?? language });
    return noted;
  }

  /** Forgets the browsers of an account but the one with one of these tokens. */
  forgetOthers(accountId: string, tokens: readonly string[]): void {
    const record = this.#store.get(accountId);
    if (record === undefined) return;
    const kept = new Set(tokens.map(toHash));
    const devices = this.#devicesOf(accountId).filter(({ hash }) => kept.has(hash));
    this.#put(accountId, { ...record, devices });
  }

  #devicesOf(accountId: string): readonly KnownDevice[] {
    const latestMs = Date.now() - lifetimeMs;
    return this.#store.get(accountId)?.devices.filter(({ usedAtMs }) => usedAtMs > latestMs) ?? [];
  }

  #put(accountId: string, record: DeviceRecord): void {
    this.#store.set(accountId, record, Number.MAX_SAFE_INTEGER);
  }
}

function toHash(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
