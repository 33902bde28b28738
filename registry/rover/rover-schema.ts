import { readdir, readFile } from 'node:fs/promises';
import { buildASTSchema, type GraphQLSchema, isObjectType, parse } from 'graphql';
import { checkResolvers } from './resolvers/checks.ts';
import { clientOperationResolvers } from './resolvers/client-operations.ts';
import { graphResolvers } from './resolvers/graphs.ts';
import { identityResolvers } from './resolvers/identity.ts';
import { keyResolvers } from './resolvers/keys.ts';
import { launchResolvers } from './resolvers/launches.ts';
import { lintResolvers } from './resolvers/lint.ts';
import { persistedQueryResolvers } from './resolvers/persisted-queries.ts';
import { readmeResolvers } from './resolvers/readme.ts';
import { subgraphResolvers } from './resolvers/subgraphs.ts';
import type { RoverContext, RoverResolvers } from './rover-context.ts';

/** The resolvers of all topics. The SDL of each is a file in `schema/`. */
const topics: readonly RoverResolvers[] = [
  identityResolvers,
  graphResolvers,
  subgraphResolvers,
  launchResolvers,
  readmeResolvers,
  keyResolvers,
  checkResolvers,
  lintResolvers,
  clientOperationResolvers,
  persistedQueryResolvers,
];

/** Builds the schema that Rover talks to: the files of `schema/` as one document, with the resolvers of all topics. */
export async function buildRoverSchema(): Promise<GraphQLSchema> {
  const folder = new URL('schema/', import.meta.url);
  const files = (await readdir(folder)).filter((name) => name.endsWith('.graphql')).toSorted();
  const texts = await Promise.all(files.map((name) => readFile(new URL(name, folder), 'utf8')));
  const schema = buildASTSchema(parse(texts.join('\n'), { noLocation: true }));
  for (const resolvers of topics) addResolvers(schema, resolvers);
  return schema;
}

/** Sets resolvers at the fields that they name. @throws {TypeError} if there is no such field, or it has one already */
function addResolvers(schema: GraphQLSchema, resolvers: RoverResolvers): void {
  for (const [typeName, fields] of Object.entries(resolvers)) {
    const type = schema.getType(typeName);
    for (const [fieldName, resolve] of Object.entries(fields)) {
      const field = isObjectType(type) ? type.getFields()[fieldName] : undefined;
      if (field === undefined) throw new TypeError(`The SDL has no field ${typeName}.${fieldName}.`);
      if (field.resolve !== undefined) throw new TypeError(`Two topics resolve ${typeName}.${fieldName}.`);
      field.resolve = (source, args, context: RoverContext) =>
        resolve(source as never, args as never, context);
    }
  }
}
