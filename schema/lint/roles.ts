import { Kind, visit } from 'graphql';
import { directiveArguments } from '#platform/authorization/directive-names.ts';
import type { ParsedSubgraph } from '#platform/schema-lint/parsed-subgraph.ts';

/** Every role of the contract is one that the identity provider gives, and every `@hasRole` lists a role. */
export function lintRoles(subgraphs: readonly ParsedSubgraph[], roles: ReadonlySet<string>): string[] {
  return [...lintRoleEnum(subgraphs, roles), ...lintApplications(subgraphs)];
}

function lintRoleEnum(subgraphs: readonly ParsedSubgraph[], roles: ReadonlySet<string>): string[] {
  return subgraphs.flatMap(({ name, document }) =>
    document.definitions.flatMap((node) =>
      node.kind === Kind.ENUM_TYPE_DEFINITION && node.name.value === 'Role'
        ? (node.values ?? [])
            .filter((value) => !roles.has(value.name.value))
            .map(
              (value) =>
                `${name}: Role.${value.name.value} is a role that nobody has; the realm knows ${[...roles].join(', ')}.`,
            )
        : [],
    ),
  );
}

/** `@hasRole(roles: [])` could never hold. */
function lintApplications(subgraphs: readonly ParsedSubgraph[]): string[] {
  return subgraphs.flatMap(({ name, document }) => {
    const problems: string[] = [];
    visit(document, {
      Directive(node, _key, _parent, _path, ancestors) {
        if (node.name.value !== 'hasRole' || [directiveArguments(node).roles ?? []].flat().length > 0) return;
        const holders = ancestors.flatMap((one) =>
          'name' in one && one.name !== undefined ? [one.name.value] : [],
        );
        problems.push(`${name}: @hasRole on ${holders.join('.')} lists no role, so nobody could pass.`);
      },
    });
    return problems;
  });
}
