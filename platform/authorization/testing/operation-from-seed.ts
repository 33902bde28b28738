import {
  type DocumentNode,
  doTypesOverlap,
  type GraphQLCompositeType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isUnionType,
  parse,
} from 'graphql';

/** The approximate number of selections of an operation; more would make tests slower, not better. */
const MAX_SELECTIONS = 40;

/**
 * Makes a valid query of a schema without arguments: aliases, inline and named fragments, `@include` and `@skip` by a
 * variable `yes`. Response names are unique, so that no two selections conflict. The same seed gives the same query.
 */
export function operationFromSeed(seed: number, schema: GraphQLSchema): DocumentNode {
  const root = schema.getQueryType();
  if (!root) throw new TypeError('The schema has no query type.');
  return new OperationMaker(seed, schema).query(root);
}

class OperationMaker {
  readonly #schema: GraphQLSchema;
  readonly #fragments: string[] = [];
  #state: number;
  #names = 0;

  constructor(seed: number, schema: GraphQLSchema) {
    this.#state = seed;
    this.#schema = schema;
  }

  query(root: GraphQLCompositeType): DocumentNode {
    const content = this.#selectionSet(root, 4);
    return parse(
      [
        `query ($yes: Boolean!) { q: __typename @include(if: $yes) ...R }`,
        `fragment R on ${root.name} ${content}`,
      ]
        .concat(this.#fragments)
        .join('\n'),
    );
  }

  #selectionSet(type: GraphQLCompositeType, depth: number): string {
    const count = this.#names > MAX_SELECTIONS ? 1 : 1 + this.#below(3);
    return `{ ${Array.from({ length: count }, () => this.#selection(type, depth)).join(' ')} }`;
  }

  #selection(type: GraphQLCompositeType, depth: number): string {
    const roll = this.#below(100);
    if (roll < 25 && depth > 0) return this.#fragment(type, depth - 1);
    if (roll < 35 || isUnionType(type)) return `t${this.#names++}: __typename`;
    const fields = Object.values(type.getFields()).filter(
      (field) => depth > 0 || !isCompositeType(getNamedType(field.type)),
    );
    const field = fields[this.#below(fields.length)];
    if (!field) return `t${this.#names++}: __typename`;
    const returned = getNamedType(field.type);
    const directive = ['@include(if: $yes)', '@skip(if: $yes)'][this.#below(20)] ?? '';
    const content = isCompositeType(returned) ? this.#selectionSet(returned, depth - 1) : '';
    return `f${this.#names++}: ${field.name} ${directive} ${content}`;
  }

  #fragment(type: GraphQLCompositeType, depth: number): string {
    const conditions = Object.values(this.#schema.getTypeMap())
      .filter((candidate) => isCompositeType(candidate))
      .filter((candidate) => doTypesOverlap(this.#schema, type, candidate));
    const condition = conditions[this.#below(conditions.length)] ?? type;
    const content = this.#selectionSet(condition, depth);
    if (this.#below(2) === 0) return `... on ${condition.name} ${content}`;
    const name = `F${this.#names++}`;
    this.#fragments.push(`fragment ${name} on ${condition.name} ${content}`);
    return `...${name}`;
  }

  /** A whole number from 0 to `limit` - 1 (mulberry32). */
  #below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  }
}
