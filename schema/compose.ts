import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { apiClientRoles } from './api-client-roles.ts';
import { apiScopes, peopleScopes } from './api-scopes.ts';
import { formatEvents } from './facturation/format-events.ts';
import { describeEvents } from './facturation/json-schemas.ts';
import { generateTypes } from './generate-types.ts';
import { lintSchema } from './lint/lint.ts';
import { lintScopes } from './lint/scopes.ts';
import { readRealmRoles } from './realm-roles.ts';
import { readSubgraphSdl } from './subgraph-sdl.ts';
import { subgraphs } from './subgraphs.ts';
import { describeWorkEvents } from './work-events/describe-work-events.ts';

/**
 * `npm run schema:compose`: lints the subgraphs' SDL, composes the supergraph, generates types and the JSON Schemas of
 * events, and the page about them. With `--check` nothing
 * is written, and a file that is not fresh is a failure.
 */
const root = new URL('../', import.meta.url);
const isCheck = process.argv.includes('--check');

async function main(): Promise<string[]> {
  const documents = await Promise.all(
    subgraphs.map(async (subgraph) => {
      const sdl = await readSubgraphSdl(subgraph.name);
      return { ...subgraph, sdl, document: parse(sdl) };
    }),
  );
  const problems = [
    ...lintSchema(documents, await readRealmRoles()),
    ...lintScopes(documents, { apiClientRoles, apiScopes, peopleScopes }),
  ];
  if (problems.length > 0) return problems;

  const composed = composeServices(
    documents.map(({ name, url, document }) => ({ name, url, typeDefs: document })),
  );
  if (composed.errors !== undefined) return composed.errors.map((error) => error.message);
  if (composed.hints.length > 0) return composed.hints.map((hint) => hint.message);

  const files = [
    { url: new URL('schema/supergraph.graphql', root), text: composed.supergraphSdl },
    ...(
      await Promise.all(
        documents.map(async (subgraph) => {
          const { types, resolvers } = await generateTypes(subgraph, subgraph.document);
          const folder = new URL(`${subgraph.folder}/generated/`, root);
          return [
            { url: new URL('types.ts', folder), text: types },
            { url: new URL('resolvers.ts', folder), text: resolvers },
            ...(subgraph.isGeneral === true
              ? [{ url: new URL('subgraph.graphql', folder), text: subgraph.sdl }]
              : []),
          ];
        }),
      )
    ).flat(),
    ...[...describeEvents(), ...describeWorkEvents()].map(({ folder, file, schema }) => ({
      url: new URL(`schema/${folder}/${file}`, root),
      text: `${JSON.stringify(schema, undefined, 2)}\n`,
    })),
    { url: new URL('docs/events.md', root), text: formatEvents(describeEvents(), describeWorkEvents()) },
  ];
  const stale = await Promise.all(files.map(bringUpToDate));
  return stale.flatMap((problem) => problem ?? []);
}

async function bringUpToDate(file: { url: URL; text: string }): Promise<string | undefined> {
  const path = fileURLToPath(file.url);
  const present = await readFile(path, 'utf8').catch(() => undefined);
  if (present === file.text) return undefined;
  const name = relative(fileURLToPath(root), path);
  if (isCheck) return `${name} is not up to date; run \`npm run schema:compose\` and commit it.`;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, file.text);
  console.log(`wrote ${name}`);
  return undefined;
}

const problems = await main();
for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;
