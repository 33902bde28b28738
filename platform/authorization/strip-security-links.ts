import { type ConstDirectiveNode, type DirectiveNode, type DocumentNode, Kind, visit } from 'graphql';
import { directiveArguments, importsOf, linksOf, specificationName } from './directive-names.ts';

/** The specifications whose rules are enforced in this project. */
const enforcedSpecifications = new Set([
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
  const links = linksOf(supergraph).filter(isEnforced);
  if (links.length === 0) return supergraph;
  const names = new Set(links.flatMap(namesFrom));
  const prefixes = links.map((link) => `${prefixOf(link)}__`);
  const belongs = (name: string) => names.has(name) || prefixes.some((prefix) => name.startsWith(prefix));
  return visit(supergraph, {
    [Kind.DIRECTIVE]: (node) => {
      const goes = node.name.value === 'link' ? isEnforced(node) : belongs(node.name.value);
      return goes ? null : undefined;
    },
    [Kind.DIRECTIVE_DEFINITION]: ({ name }) => (belongs(name.value) ? null : undefined),
    [Kind.SCALAR_TYPE_DEFINITION]: ({ name }) => (belongs(name.value) ? null : undefined),
  });
}

function isEnforced(link: ConstDirectiveNode | DirectiveNode): boolean {
  return enforcedSpecifications.has(urlOf(link).replace(/\/v[^/]*$/, ''));
}

/** The names of a specification's own directive and imports in this supergraph. */
function namesFrom(link: ConstDirectiveNode): string[] {
  return [prefixOf(link), ...importsOf(link).map((imported) => imported.as.replace(/^@/, ''))];
}

function prefixOf(link: ConstDirectiveNode): string {
  const { as } = directiveArguments(link);
  return typeof as === 'string' ? as : specificationName(urlOf(link));
}

function urlOf(link: ConstDirectiveNode | DirectiveNode): string {
  const { url } = directiveArguments(link);
  return typeof url === 'string' ? url : '';
}
