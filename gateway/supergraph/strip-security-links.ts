import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type DirectiveNode,
  type DocumentNode,
  Kind,
  valueFromASTUntyped,
  visit,
} from 'graphql';

/** The specifications whose rules this gateway enforces itself. */
const ENFORCED = new Set([
  'https://specs.apollo.dev/authenticated',
  'https://specs.apollo.dev/requiresScopes',
  'https://specs.apollo.dev/policy',
]);

/**
 * Takes `@authenticated`, `@requiresScopes` and `@policy` out of a supergraph: links, definitions and applications,
 * under whatever name they were linked.
 *
 * Apollo's planner refuses a supergraph that links a specification `for: SECURITY`, since it would not enforce it. It
 * is given this copy; the rules are read from the original. A link for security that is not known here stays, and is
 * refused by the planner: nobody would enforce it.
 */
export function stripSecurityLinks(supergraph: DocumentNode): DocumentNode {
  const names = new Set<string>();
  for (const link of linksOf(supergraph)) {
    const name = enforcedName(link);
    if (name !== undefined) names.add(name);
  }
  if (names.size === 0) return supergraph;
  const belongs = (name: string) =>
    names.has(name) || [...names].some((prefix) => name.startsWith(`${prefix}__`));
  return visit(supergraph, {
    [Kind.DIRECTIVE]: (node) => {
      if (node.name.value !== 'link') return belongs(node.name.value) ? null : undefined;
      return enforcedName(node) === undefined ? undefined : null;
    },
    [Kind.DIRECTIVE_DEFINITION]: ({ name }) => (belongs(name.value) ? null : undefined),
    [Kind.SCALAR_TYPE_DEFINITION]: ({ name }) => (belongs(name.value) ? null : undefined),
  });
}

type LinkNode = ConstDirectiveNode | DirectiveNode;

function linksOf(document: DocumentNode): LinkNode[] {
  const isSchema = (node: DefinitionNode) =>
    node.kind === Kind.SCHEMA_DEFINITION || node.kind === Kind.SCHEMA_EXTENSION
      ? (node.directives ?? [])
      : [];
  return document.definitions.flatMap(isSchema).filter(({ name }) => name.value === 'link');
}

/** What a link calls the specification here, when it is one that this gateway enforces. */
function enforcedName(link: LinkNode): string | undefined {
  const url = argument(link, 'url')?.replace(/\/v[^/]*$/, '') ?? '';
  if (!ENFORCED.has(url)) return undefined;
  return argument(link, 'as') ?? url.slice(url.lastIndexOf('/') + 1);
}

function argument(link: LinkNode, name: string): string | undefined {
  const node = link.arguments?.find((candidate) => candidate.name.value === name);
  const value: unknown = node && valueFromASTUntyped(node.value);
  return typeof value === 'string' ? value : undefined;
}
