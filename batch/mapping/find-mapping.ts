import { readdir, readFile } from 'node:fs/promises';
import { CodedError } from '#platform/errors/coded-error.ts';
import type { MappingProblem } from './bind-columns.ts';
import type { Mapping } from './mapping.ts';
import { parseMapping } from './parse-mapping.ts';

/** A mapping that does not exist or is not valid. */
class MappingError extends CodedError<'MAPPING_NOT_FOUND' | 'MAPPING_INVALID'> {
  constructor(code: 'MAPPING_NOT_FOUND' | 'MAPPING_INVALID', message: string) {
    super(code, message);
    this.name = 'MappingError';
  }
}

const shippedFolder = new URL('./shipped/', import.meta.url);

/**
 * Loads a shipped mapping by its name, or a mapping from a file.
 *
 * @param nameOrFile a name such as `facturation`, or the path of a JSON file
 * @throws {MappingError} MAPPING_NOT_FOUND, MAPPING_INVALID with all problems
 */
export async function findMapping(nameOrFile: string): Promise<Mapping> {
  const shipped = await listShippedNames();
  const isShipped = shipped.includes(nameOrFile);
  const place = isShipped ? new URL(`${nameOrFile}.json`, shippedFolder) : nameOrFile;
  let text: string;
  try {
    text = await readFile(place, 'utf8');
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? ` (${error.code})` : '';
    throw new MappingError(
      'MAPPING_NOT_FOUND',
      `There is no mapping ${JSON.stringify(nameOrFile)}: neither one of ${shipped.join(', ')} nor a file that can be read${reason}.`,
    );
  }
  const { mapping, problems } = parseMapping(text);
  if (mapping === undefined) {
    throw new MappingError(
      'MAPPING_INVALID',
      `The mapping ${JSON.stringify(nameOrFile)} is not right:\n${formatMappingProblems(problems)}`,
    );
  }
  return mapping;
}

/** The names of the shipped mappings. */
export async function listShippedMappings(): Promise<Mapping[]> {
  const names = await listShippedNames();
  return Promise.all(names.map(findMapping));
}

/** Formats problems as lines for people. */
export function formatMappingProblems(problems: readonly MappingProblem[]): string {
  return problems
    .map(({ path, message }) => `  - ${path === '' ? 'the mapping' : path}: ${message}`)
    .join('\n');
}

async function listShippedNames(): Promise<string[]> {
  const files = await readdir(shippedFolder);
  return files.flatMap((file) => (file.endsWith('.json') ? [file.slice(0, -'.json'.length)] : [])).toSorted();
}
