import type { ApiKey } from './keys/api-key.ts';

/** The author of a change, as columns keep it: a key or a person; an operator if all are null. */
export interface Author {
  readonly keyId: string | null;
  /** Of the key at the time of the change. */
  readonly keyName: string | null;
  /** The subject of the person's token. */
  readonly personId: string | null;
}

/** The author of changes that are made by a command on the database, without a key. */
export const operatorAuthor: Author = { keyId: null, keyName: null, personId: null };

/** Creates the author of a change that is made with a key. */
export function createKeyAuthor({ id, name }: ApiKey): Author {
  return { keyId: id, keyName: name, personId: null };
}

/** Creates the author of a change that a signed-in person makes. */
export function createPersonAuthor(subject: string): Author {
  return { keyId: null, keyName: null, personId: subject };
}
