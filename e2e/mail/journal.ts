import { readFile } from 'node:fs/promises';

/** A mail that the server has taken. */
export interface JournalEntry {
  readonly messageId: string;
  /** SHA-256 of each of its files, in hexadecimal digits. */
  readonly hashes: readonly string[];
}

/** Reads the mails that the server has taken, each as often as it took it. */
export async function readJournal(path: string): Promise<readonly JournalEntry[]> {
  const lines = (await readFile(path, 'utf8')).split('\n').filter((line) => line !== '');
  return lines.map((line) => {
    const [messageId = '', ...hashes] = line.split(' ');
    return { messageId, hashes };
  });
}
