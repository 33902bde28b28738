import { readFile } from 'node:fs/promises';
import { findRoverProgram } from './find-rover-program.ts';

/** The start of an operation within the program. */
const operationStart = /(?:query|mutation) ([A-Z][A-Za-z]+)\s*[({]/g;
const fragmentStart = /^\s*fragment [A-Za-z]+ on /;

/** Reads the text of every operation that the stock binary can send, by name, from the binary itself. */
export async function readRoverOperations(): Promise<ReadonlyMap<string, string>> {
  const program = await findRoverProgram();
  const bytes = await readFile(program, 'latin1');
  const operations = new Map<string, string>();
  for (const match of bytes.matchAll(operationStart)) {
    const text = readDefinitions(bytes, match.index);
    if (text !== undefined) operations.set(match[1] ?? '', text);
  }
  return operations;
}

/** One operation and the fragments that follow it; undefined if the text there is something else. */
function readDefinitions(bytes: string, start: number): string | undefined {
  let end = findEnd(bytes, start) ?? start;
  while (end > start && fragmentStart.test(bytes.slice(end, end + 200))) end = findEnd(bytes, end) ?? start;
  return end > start ? bytes.slice(start, end) : undefined;
}

/** The place after the brace that closes the first one. */
function findEnd(bytes: string, start: number): number | undefined {
  let depth = 0;
  for (let at = start; at < bytes.length; at += 1) {
    const character = bytes[at];
    if (character === '\0') return undefined;
    if (character === '{') depth += 1;
    if (character === '}') {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return undefined;
}
