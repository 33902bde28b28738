import type { Sql } from 'postgres';
import type { InputProblems } from '#kernel/input-problems.ts';
import { isUuid } from '#platform/database/uuid.ts';
import type { MappingProblem } from '../mapping/bind-columns.ts';
import { listShippedMappings } from '../mapping/find-mapping.ts';
import type { Mapping } from '../mapping/mapping.ts';
import { parseMappingValue } from '../mapping/mapping-schema.ts';
import { parseMapping } from '../mapping/parse-mapping.ts';
import type { ImportMappingInput } from './generated/types.ts';
import { importBounds } from './import-bounds.ts';

const { mappingBytes: maxJsonBytes } = importBounds;

/** Reads a mapping of an input; undefined for problems, which are noted, each at its place in the mapping. */
export async function parseMappingInput(
  sql: Sql,
  { name, jobId, json }: ImportMappingInput,
  problems: InputProblems,
): Promise<Mapping | undefined> {
  if ([name, jobId, json].filter((given) => typeof given === 'string').length !== 1) {
    problems.add('INVALID', 'Give `name`, `jobId` or `json`, one of the three.');
    return undefined;
  }
  if (typeof jobId === 'string') return findJobMapping(sql, jobId, problems.at('jobId'));
  if (typeof json === 'string') return parseJson(json, problems.at('json'));
  const shipped = await listShippedMappings();
  const found = shipped.find((mapping) => mapping.name === name);
  if (found === undefined) {
    const names = shipped.map((mapping) => mapping.name).join(', ');
    problems.at('name').add('NOT_FOUND', `There is no mapping of this name; there are ${names}.`);
  }
  return found;
}

async function findJobMapping(
  sql: Sql,
  jobId: string,
  problems: InputProblems,
): Promise<Mapping | undefined> {
  const [job] = isUuid(jobId)
    ? await sql<{ mapping: unknown }[]>`select mapping from job_instances where id = ${jobId}`
    : [];
  if (job === undefined) {
    problems.add('NOT_FOUND', 'There is no import job with this id.');
    return undefined;
  }
  const parsed = parseMappingValue(job.mapping);
  if (!parsed.success) problems.add('INVALID', 'The mapping of this import is not one of this version.');
  return parsed.data;
}

function parseJson(json: string, problems: InputProblems): Mapping | undefined {
  if (Buffer.byteLength(json) > maxJsonBytes) {
    problems.add('TOO_LONG', `Must have at most ${maxJsonBytes >> 10} KiB.`);
    return undefined;
  }
  const { mapping, problems: found = [] } = parseMapping(json);
  addMappingProblems(found, problems);
  return mapping;
}

/** Notes the problems of a mapping at their places within it. */
export function addMappingProblems(found: readonly MappingProblem[], problems: InputProblems): void {
  for (const { path, message } of found) {
    const names = path
      .split('/')
      .slice(1)
      .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
    problems.at(...names).add('INVALID', `${message.charAt(0).toUpperCase()}${message.slice(1)}.`);
  }
}
