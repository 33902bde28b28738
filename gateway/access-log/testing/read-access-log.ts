import { readFile } from 'node:fs/promises';
import { waitFor } from '#platform/testing/wait-for.ts';

/** A line of an access log, by the names of its fields. */
export type AccessLine = Readonly<Record<string, string>>;

/** Reads the lines of an access log, as any reader of the format does. */
export function parseAccessLog(text: string): AccessLine[] {
  let names: readonly string[] = [];
  return text.split('\n').flatMap((line) => {
    if (line.startsWith('#Fields: ')) names = line.slice('#Fields: '.length).split(' ');
    if (line === '' || line.startsWith('#')) return [];
    const values = line.split(' ');
    if (values.length !== names.length) throw new Error(`The line has not the fields of its file: ${line}`);
    return [Object.fromEntries(names.map((name, index) => [name, values[index] ?? '']))];
  });
}

/** Waits for a line that fits. */
export function findAccess(
  file: string,
  what: string,
  fits: (line: AccessLine) => boolean,
): Promise<AccessLine> {
  return waitFor(`a line of ${what}`, async () => parseAccessLog(await readFile(file, 'utf8')).find(fits));
}
