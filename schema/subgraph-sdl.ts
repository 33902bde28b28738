import { readFile } from 'node:fs/promises';
import {
  type ConstArgumentNode,
  type DefinitionNode,
  type DocumentNode,
  Kind,
  parse,
  print,
  type SchemaExtensionNode,
  visit,
} from 'graphql';

/** The role whose holders may read the schema in production. */
export const schemaReader = 'ADMIN';

/**
 * Reads the complete SDL of a subgraph: `schema/<name>.graphql` and the definitions of `schema/common.graphql` that it
 * uses.
 */
export async function readSubgraphSdl(name: string): Promise<string> {
  const [own, common] = await Promise.all([readSdl(name), readSdl('common')]);
  return joinCommonDefinitions(own, common);
}

/**
 * Joins a subgraph's own SDL with the common definitions that it uses, directly or through another of them. The
 * extensions of the schema (`@link`, `@composeDirective`) belong to it, but for directives that it does not use.
 *
 * @throws Error if the subgraph defines what is common
 */
export function joinCommonDefinitions(own: string, common: string): string {
  const document = parse(own);
  const shared = new Map(
    parse(common).definitions.map((definition) => [keyOf(definition), definition] as const),
  );
  const again = document.definitions.map(keyOf).find((key) => key !== schemaKey && shared.has(key));
  if (again !== undefined)
    throw new Error(`${again} is defined in common.graphql; remove the second definition.`);

  const used = findUsed(document, shared);
  const isUnused = (directive: string) => shared.has(directive) && !used.has(directive);
  const chosen = [...shared].flatMap(([key, definition]) => {
    if (definition.kind === Kind.SCHEMA_EXTENSION) return [print(withoutUnused(definition, isUnused))];
    return used.has(key) ? [print(definition)] : [];
  });
  return `${chosen.join('\n\n')}\n\n${own}`;
}

/** Composition refuses what says where a directive comes from, or that it is composed, in an SDL that has no such directive. */
function withoutUnused(
  extension: SchemaExtensionNode,
  isUnused: (directive: string) => boolean,
): SchemaExtensionNode {
  const namesOf = ({ value }: ConstArgumentNode): readonly string[] => {
    const values = value.kind === Kind.LIST ? value.values : [value];
    return values.flatMap((one) => (one.kind === Kind.STRING ? [one.value] : []));
  };
  const directives = extension.directives?.filter((directive) => {
    const names = (directive.arguments ?? []).flatMap((argument) =>
      ['import', 'name'].includes(argument.name.value) ? namesOf(argument) : [],
    );
    return names.length === 0 || !names.every(isUnused);
  });
  return { ...extension, directives: directives ?? [] };
}

const schemaKey = 'schema';

function keyOf(definition: DefinitionNode): string {
  if (definition.kind === Kind.DIRECTIVE_DEFINITION) return `@${definition.name.value}`;
  return 'name' in definition && definition.name !== undefined ? definition.name.value : schemaKey;
}

function findUsed(document: DocumentNode, shared: ReadonlyMap<string, DefinitionNode>): Set<string> {
  const used = new Set<string>();
  const add = (key: string): void => {
    const definition = shared.get(key);
    if (definition === undefined || used.has(key)) return;
    used.add(key);
    collect(definition);
  };
  const collect = (node: DocumentNode | DefinitionNode): void => {
    visit(node, { NamedType: ({ name }) => add(name.value), Directive: ({ name }) => add(`@${name.value}`) });
  };
  collect(document);
  return used;
}

function readSdl(name: string): Promise<string> {
  return readFile(new URL(`${name}.graphql`, import.meta.url), 'utf8');
}
