import fc from 'fast-check';

/** Names of which several begin like others, so that a join by the beginning of a path would be noticed. */
const names = ['user', 'users', 'userList', 'use', 'list', 'lists', 'item', 'items'] as const;
const values = ['ON', 'ONE', 'OFF', 'OFFER'] as const;

/** A schema of objects, with arguments, one input type and one enum. Every name may be missing. */
export interface RandomSchema {
  readonly fields: readonly RandomField[];
  readonly inputFields: readonly string[];
  readonly enumValues: readonly string[];
}

interface RandomField {
  readonly typeName: 'Query' | 'User' | 'Users';
  readonly name: string;
  /** Names of optional arguments, with what they take. */
  readonly arguments: readonly { readonly name: string; readonly takes: 'Int' | 'Filter' | 'State' }[];
  readonly returns: 'Int' | 'User' | 'Users';
}

/** One thing of a schema that can be removed. */
export type Member =
  | { readonly kind: 'field'; readonly typeName: string; readonly field: string }
  | {
      readonly kind: 'argument';
      readonly typeName: string;
      readonly field: string;
      readonly argument: string;
    }
  | { readonly kind: 'inputField'; readonly field: string }
  | { readonly kind: 'enumValue'; readonly value: string };

const randomArguments = fc.uniqueArray(
  fc.record({ name: fc.constantFrom(...names), takes: fc.constantFrom('Int', 'Filter', 'State') }),
  { selector: ({ name }) => name, maxLength: 3 },
);

const randomFields = (typeName: RandomField['typeName'], returns: readonly RandomField['returns'][]) =>
  fc.uniqueArray(
    fc.record({
      typeName: fc.constant(typeName),
      name: fc.constantFrom(...names),
      arguments: randomArguments,
      returns: fc.constantFrom(...returns),
    }),
    { selector: ({ name }) => name, minLength: 2, maxLength: 6 },
  );

/** Any schema of this form, in which each list keeps one member when another is removed. */
export const randomSchema: fc.Arbitrary<RandomSchema> = fc.record({
  fields: fc
    .tuple(
      randomFields('Query', ['Int', 'User', 'Users']),
      randomFields('User', ['Int', 'Users']),
      randomFields('Users', ['Int']),
    )
    .map((lists) => lists.flat()),
  inputFields: fc.uniqueArray(fc.constantFrom(...names), { minLength: 2, maxLength: 5 }),
  enumValues: fc.uniqueArray(fc.constantFrom(...values), { minLength: 2, maxLength: 4 }),
});

/** Lists what can be removed from a schema. */
export function listMembers({ fields, inputFields, enumValues }: RandomSchema): Member[] {
  return [
    ...fields.map(({ typeName, name }): Member => ({ kind: 'field', typeName, field: name })),
    ...fields.flatMap(({ typeName, name: field, arguments: list }) =>
      list.map(({ name: argument }): Member => ({ kind: 'argument', typeName, field, argument })),
    ),
    ...inputFields.map((field): Member => ({ kind: 'inputField', field })),
    ...enumValues.map((value): Member => ({ kind: 'enumValue', value })),
  ];
}

/** Prints a schema, without one member if that is given. */
export function printRandomSchema(
  { fields, inputFields, enumValues }: RandomSchema,
  without?: Member,
): string {
  const types = (['Query', 'User', 'Users'] as const).map((typeName) => {
    const own = fields.filter((field) => field.typeName === typeName && !isField(field, without));
    return `type ${typeName} { ${own.map((field) => printField(field, without)).join(' ')} }`;
  });
  const kept = inputFields.filter((field) => !(without?.kind === 'inputField' && without.field === field));
  const states = enumValues.filter((value) => !(without?.kind === 'enumValue' && without.value === value));
  return [
    ...types,
    `input Filter { ${kept.map((name) => `${name}: Int`).join(' ')} }`,
    `enum State { ${states.join(' ')} }`,
  ].join('\n');
}

function isField({ typeName, name }: RandomField, member: Member | undefined): boolean {
  return member?.kind === 'field' && member.typeName === typeName && member.field === name;
}

function printField({ typeName, name, arguments: list, returns }: RandomField, without?: Member): string {
  const kept = list.filter(
    (one) =>
      !(
        without?.kind === 'argument' &&
        without.typeName === typeName &&
        without.field === name &&
        without.argument === one.name
      ),
  );
  const parameters = kept.map((one) => `${one.name}: ${one.takes}`).join(', ');
  return `${name}${kept.length === 0 ? '' : `(${parameters})`}: ${returns}`;
}
