import { Kind, print, visit } from 'graphql';
import { findList, type SubgraphDocument } from './subgraph-document.ts';

/** Every role of the contract is one that the identity provider gives; and all subgraphs mean the same rule by it. */
export function lintRoles(subgraphs: readonly SubgraphDocument[], roles: ReadonlySet<string>): string[] {
  return [...lintRoleEnum(subgraphs, roles), ...lintApplications(subgraphs), ...lintDefinitions(subgraphs)];
}

function lintRoleEnum(subgraphs: readonly SubgraphDocument[], roles: ReadonlySet<string>): string[] {
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
function lintApplications(subgraphs: readonly SubgraphDocument[]): string[] {
  return subgraphs.flatMap(({ name, document }) => {
    const problems: string[] = [];
    visit(document, {
      Directive(node, _key, _parent, _path, ancestors) {
        if (
          node.name.value !== 'hasRole' ||
          findList(node as Parameters<typeof findList>[0], 'roles').length > 0
        )
          return;
        const holders = ancestors.flatMap((one) =>
          'name' in one && one.name !== undefined ? [one.name.value] : [],
        );
        problems.push(`${name}: @hasRole on ${holders.join('.')} lists no role, so nobody could pass.`);
      },
    });
    return problems;
  });
}

function lintDefinitions(subgraphs: readonly SubgraphDocument[]): string[] {
  const texts = subgraphs.flatMap(({ name, document }) =>
    document.definitions.flatMap((node) =>
      (node.kind === Kind.DIRECTIVE_DEFINITION && node.name.value === 'hasRole') ||
      (node.kind === Kind.ENUM_TYPE_DEFINITION && node.name.value === 'Role')
        ? [{ name, what: node.name.value, text: print(node) }]
        : [],
    ),
  );
  return texts.flatMap(({ name, what, text }) => {
    const first = texts.find((other) => other.what === what);
    if (first === undefined || first.text === text) return [];
    return [`${name}: ${what} is defined otherwise than in ${first.name}; the definitions must be the same.`];
  });
}
