import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Kind, parse } from 'graphql';
import { readSubgraphSdl } from '#schema/subgraph-sdl.ts';
import { subgraphs } from '#schema/subgraphs.ts';
import { listAuditRows, mutationAudits } from './audit-rows.ts';

/** A general registry of schemas, which keeps a record of its own. */
const withoutAudit = new Set(['registry']);

async function listMutations(subgraph: string): Promise<string[]> {
  const { definitions } = parse(await readSubgraphSdl(subgraph));
  return definitions.flatMap((definition) => {
    const isObject =
      definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.OBJECT_TYPE_EXTENSION;
    if (!isObject || definition.name.value !== 'Mutation') return [];
    return (definition.fields ?? []).map(({ name }) => name.value);
  });
}

test('every mutation of every subgraph has its audit entry, or is said to need none', async () => {
  const missing: string[] = [];
  for (const { name } of subgraphs) {
    if (withoutAudit.has(name)) continue;
    const known = Object.keys(mutationAudits[name] ?? {});
    missing.push(...(await listMutations(name)).filter((mutation) => !known.includes(mutation)));
  }
  assert.deepEqual(missing, []);
});

test('an action means one kind of object and one level, whoever writes it', () => {
  const kinds = new Map<string, string>();
  for (const { action, object, level, source } of listAuditRows()) {
    const kind = `${object} ${level} ${source}`;
    assert.equal(kinds.get(action) ?? kind, kind, action);
    kinds.set(action, kind);
  }
});
