import {
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  type TypeNode,
} from 'graphql';
import {
  directiveArguments,
  importsOf,
  linksOf,
  specificationName,
} from '#platform/authorization/directive-names.ts';

/** The beginning of the addresses of specifications that every federated graph shares. */
const sharedSpecifications = 'https://specs.apollo.dev/';

const protocolTypes: ReadonlySet<string> = new Set(['_Any', '_Entity', '_Service']);

/**
 * A subgraph's document without the definitions that are not its own: those of the subgraph protocol (`Query._entities`,
 * `Query._service` and their types) and of the shared specifications that it links (`@key`, `link__Import`). Files leave
 * them out; introspection shows them (https://www.apollographql.com/docs/graphos/reference/federation/subgraph-specific-fields).
 */
export function ownDefinitions(document: DocumentNode): DocumentNode {
  const isShared = createSharedNameTest(document);
  return {
    ...document,
    definitions: document.definitions.filter((definition) => !isShared(definition)).flatMap(toOwn),
  };
}

function createSharedNameTest(document: DocumentNode): (definition: DefinitionNode) => boolean {
  const prefixes = new Set(['link']);
  const imported = new Set<string>();
  for (const link of linksOf(document)) {
    const { url, as } = directiveArguments(link);
    if (typeof url !== 'string' || !url.startsWith(sharedSpecifications)) continue;
    prefixes.add(typeof as === 'string' ? as : specificationName(url));
    for (const { as: name } of importsOf(link)) imported.add(name);
  }
  const isSharedName = (name: string) => prefixes.has(name.split('__')[0] ?? '') && name.includes('__');
  return (definition) => {
    if (!('name' in definition) || definition.name === undefined) return false;
    const name = definition.name.value;
    return definition.kind === Kind.DIRECTIVE_DEFINITION
      ? isSharedName(name) || prefixes.has(name) || imported.has(`@${name}`)
      : isSharedName(name) || protocolTypes.has(name) || imported.has(name);
  };
}

/** Nothing of an extension that only adds fields of the protocol. */
function toOwn(definition: DefinitionNode): readonly DefinitionNode[] {
  if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.OBJECT_TYPE_EXTENSION)
    return [definition];
  const known = definition.fields ?? [];
  const fields = known.filter((field) => !isOfProtocol(field));
  const isProtocolAlone =
    definition.kind === Kind.OBJECT_TYPE_EXTENSION && fields.length === 0 && known.length > 0;
  return isProtocolAlone ? [] : [{ ...definition, fields }];
}

function isOfProtocol({ name, type }: FieldDefinitionNode): boolean {
  return (name.value === '_entities' || name.value === '_service') && protocolTypes.has(toTypeName(type));
}

function toTypeName(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : toTypeName(type.type);
}
