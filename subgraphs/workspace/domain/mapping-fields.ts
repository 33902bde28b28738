import type { InputProblems } from '#kernel/input-problems.ts';
import { parseRequiredText } from '#kernel/text-input.ts';
import { maxMappingBytes, workspaceBounds } from './bounds.ts';

/** Reads a mapping's name and its JSON object, and notes all problems. */
export function parseMappingFields(
  { name, json }: { readonly name: string; readonly json: string },
  problems: InputProblems,
): { readonly name: string | undefined; readonly json: string | undefined } {
  return {
    name: parseRequiredText(name, { maxLength: workspaceBounds.name }, problems.at('name')),
    json: parseJsonObject(json, problems.at('json')),
  };
}

function parseJsonObject(json: string, problems: InputProblems): string | undefined {
  if (Buffer.byteLength(json) > maxMappingBytes)
    problems.add('TOO_LONG', `Must have at most ${maxMappingBytes >> 10} KiB.`);
  else if (!isJsonObject(json)) problems.add('INVALID', 'Must be a JSON object.');
  else return json;
  return undefined;
}

function isJsonObject(json: string): boolean {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
