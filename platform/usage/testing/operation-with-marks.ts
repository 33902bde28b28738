import { Random } from '#platform/testing/random.ts';

/** An operation for the shop whose every value can be recognised. */
export interface MarkedOperation {
  readonly text: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** In each text that a client wrote. */
export const textMark = 'zz7';
/** In each number that a client wrote. */
export const numberMark = '77';

/** Makes a valid operation for the shop from a seed: literals, variables, defaults, aliases, fragments and directives. */
export function operationFromSeed(seed: number): MarkedOperation {
  return new OperationMaker(new Random(seed)).make();
}

class OperationMaker {
  readonly #random: Random;
  readonly #declared: string[] = [];
  readonly #variables: Record<string, unknown> = {};
  #count = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  make(): MarkedOperation {
    const fields = Array.from({ length: this.#random.between(1, 6) }, () => this.#rootField()).join(' ');
    const cache = this.#random.chance(20) ? ` @cache(seconds: ${this.#number()}, scope: ALL)` : '';
    const declared = this.#declared.length > 0 ? `(${this.#declared.join(', ')})` : '';
    const fragment = fields.includes('...Parts')
      ? 'fragment Parts on Order { p: name(style: "zz7p") id }'
      : '';
    return { text: `query Shop${declared}${cache} { ${fields} } ${fragment}`, variables: this.#variables };
  }

  #rootField(): string {
    const alias = `${textMark}_${++this.#count}`;
    const field = this.#random.oneOf<() => string>([
      () => `user(id: ${this.#value('ID!', this.#string())}) ${this.#order()}`,
      () =>
        `users(ids: ${this.#value(
          '[ID!]',
          this.#list(() => this.#string()),
        )}) ${this.#order()}`,
      () => `users(first: ${this.#value('Int!', this.#number())}) ${this.#order()}`,
      () => `orders(filter: ${this.#value('Filter', this.#filter())}) ${this.#order()}`,
      () =>
        `orders(filters: ${this.#value(
          '[Filter]',
          this.#list(() => this.#filter()),
        )}) ${this.#order()}`,
      () => `orders(data: ${this.#value('Json', `{ ${textMark}k: [${this.#number()}] }`)}) ${this.#order()}`,
      () => `order(by: ${this.#key()}) ${this.#order()}`,
      () =>
        `find(text: ${this.#value('String', this.#string())}) { ... on Line { price } ... on Order { ...Parts } }`,
      () => 'named { __typename n: name(style: "zz7n") ... on Line { n: name(style: "zz7n") } }',
    ])();
    return `${alias}: ${field}`;
  }

  #order(): string {
    const directive = this.#random.oneOf(['', ` @cache(seconds: ${this.#number()})`, ' @include(if: true)']);
    return this.#random.oneOf<() => string>([
      () => `{ id${directive} }`,
      () => '{ ...Parts }',
      () => '{ name name status }',
      () =>
        `{ total(scale: ${this.#value('Int!', this.#number())}) lines(first: ${this.#number()}) { price } }`,
      () => '{ lines(first: 77) { name } lines(first: 77) { price } }',
    ])();
  }

  #filter(): string {
    return this.#random.oneOf<() => string>([
      () => `{ range: { from: ${this.#value('Int', this.#number())} } }`,
      () => `{ status: [OPEN, PAID], range: { to: null } }`,
      () => `{ status: PAID, text: ${this.#value('String', this.#string())}, range: {} }`,
      () => `{ extra: { ${textMark}x: ${this.#value('Int', this.#number())} }, range: { from: 770 } }`,
      () => `{ within: ${this.#list(() => this.#filter())}, range: { from: ${this.#number()}, to: 77 } }`,
    ])();
  }

  #key(): string {
    return this.#random.oneOf<() => string>([
      () => `{ id: ${this.#value('ID!', this.#string())} }`,
      () => `{ number: ${this.#number()} }`,
      () => `{ ids: ${this.#list(() => this.#string())} }`,
    ])();
  }

  /** A literal, or now and then a variable in its place: provided, or with a default value. */
  #value(type: string, literal: string): string {
    if (this.#random.chance(60) || literal.includes('$')) return literal;
    const name = `v${++this.#count}`;
    const hasDefault = this.#random.chance(50);
    const declaredType = hasDefault && this.#random.chance(50) ? type.replace(/!$/, '') : type;
    const isScalar = /^(ID|Int|String)!?$/.test(type);
    this.#declared.push(`$${name}: ${declaredType}${hasDefault ? ` = ${literal}` : ''}`);
    if (!hasDefault && isScalar) this.#variables[name] = literal.replaceAll('"', '');
    return `$${name}`;
  }

  #list(item: () => string): string {
    return `[${Array.from({ length: this.#random.below(3) }, item).join(', ')}]`;
  }

  #string(): string {
    return `"${textMark}${this.#random.below(1_000_000)}"`;
  }

  #number(): string {
    return `${numberMark}${this.#random.below(1_000)}`;
  }
}
