import { type ConstDirectiveNode, type FieldDefinitionNode, Kind, parse, type TypeNode } from 'graphql';

/** The roles of which one is enough, `signed in` for anybody who is, or `anybody`. */
type Requirement = readonly string[] | 'signed in' | 'anybody';

const rootTypes = ['Query', 'Mutation', 'Subscription'];

/**
 * Writes a module that says who may ask for each root field: by the rule of the field, which the schema's lint holds at least
 * as strict as that of the type it returns.
 */
export function formatRootFieldRoles(supergraphSdl: string): string {
  const { definitions } = parse(supergraphSdl);
  const objects = definitions.filter((one) => one.kind === Kind.OBJECT_TYPE_DEFINITION);
  const rows = objects
    .filter(({ name }) => rootTypes.includes(name.value))
    .flatMap(({ name, fields = [] }) =>
      fields.map((field) => {
        const returned = objects.find((one) => one.name.value === toTypeName(field.type));
        return [`${name.value}.${field.name.value}`, readRequirement(field, returned?.directives)] as const;
      }),
    );
  const lines = rows.map(([field, required]) => `  '${field}': ${JSON.stringify(required)},\n`);
  return `/** The roles of which one is enough for a root field, or \`signed in\`. */
export const rootFieldRoles = {
${lines.join('')}} as const satisfies Readonly<Record<string, readonly string[] | 'signed in' | 'anybody'>>;

export type RootField = keyof typeof rootFieldRoles;
`;
}

function readRequirement(
  field: FieldDefinitionNode,
  ofType: readonly ConstDirectiveNode[] = [],
): Requirement {
  const directives = [...(field.directives ?? []), ...ofType];
  const rule = directives.find(({ name }) => name.value === 'hasRole');
  if (rule === undefined)
    return directives.some(({ name }) => name.value === 'authenticated') ? 'signed in' : 'anybody';
  const roles = rule.arguments?.find(({ name }) => name.value === 'roles')?.value;
  if (roles?.kind !== Kind.LIST) throw new Error(`The roles of ${field.name.value} are not a list.`);
  return roles.values.flatMap((role) => (role.kind === Kind.ENUM ? [role.value] : []));
}

function toTypeName(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : toTypeName(type.type);
}
