/** A small generator of random numbers: the same seed gives the same ones (mulberry32). */
function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const fieldsOfTypes = {
  Query: ['hello', 'books', 'shelf', 'authors', 'me', 'find', 'echo', '__typename', 'nothing'],
  Book: ['isbn', 'title', 'price', 'author', '__typename', 'minutes'],
  Film: ['title', 'minutes', '__typename', 'isbn'],
  Item: ['title', '__typename', 'price'],
  Author: ['id', 'name', 'email', '__typename', 'books'],
} as const;

type TypeName = keyof typeof fieldsOfTypes;

const typeNames: Readonly<Record<string, TypeName>> = {
  books: 'Book',
  find: 'Book',
  shelf: 'Item',
  authors: 'Author',
  me: 'Author',
  author: 'Author',
};

const possibleAliases = ['a: ', 'b: ', 'id: ', 'title: ', '__typename: ', '__x: ', '__proto__: '];
const validDirectives = [' @include(if: true)', ' @skip(if: $yes)', ' @include(if: false)'];
const invalidDirectives = [' @include(if: 1)', ' @nothing', ' @skip'];
const possibleArguments: Readonly<
  Record<string, { readonly valid: readonly string[]; readonly invalid: readonly string[] }>
> = {
  echo: { valid: ['(text: "x")', '(text: "x", times: 2)'], invalid: ['(text: 1)', '(txt: "x")', ''] },
  find: {
    valid: ['', '(sizes: [1, 2])', '(filter: {title: "a", within: {sizes: 1}})'],
    invalid: ['(sizes: ["x"])', '(filter: {titel: "a"})', '(filter: 1)'],
  },
};

/**
 * Makes a document for the library from a seed: most are valid, others misspell a name, write a wrong value, or lack what
 * must be there. The same seed gives the same document.
 */
export function documentFromSeed(seed: number): string {
  const random = createRandom(seed);
  const pick = <Value>(values: readonly Value[]): Value => values[random(values.length)] as Value;
  const isRare = () => random(40) === 0;
  /** Names that the type does not have stand last, and are rare. */
  const pickField = (type: TypeName) => {
    const fields = fieldsOfTypes[type];
    return fields[isRare() ? fields.length - 1 : random(fields.length - 1)] ?? '__typename';
  };

  function field(type: TypeName, depth: number): string {
    const name = pickField(type);
    const { valid = [''], invalid = [''] } = possibleArguments[name] ?? {};
    const own = pick(isRare() ? invalid : valid);
    const alias = random(6) === 0 ? pick(possibleAliases) : '';
    const directive = isRare() ? pick(invalidDirectives) : random(8) === 0 ? pick(validDirectives) : '';
    const below = typeNames[name];
    const set = below && !isRare() ? selections(below, depth - 1) : '';
    return `${alias}${name}${own}${directive}${set}`;
  }

  function selections(type: TypeName, depth: number): string {
    const count = 1 + random(depth > 0 ? 4 : 2);
    const parts = Array.from({ length: count }, () => {
      const kind = random(10);
      if (kind === 0 && depth > 0) return `...${selections(type, depth - 1)}`;
      if (kind === 1 && type === 'Item') return `... on ${pick(['Book', 'Film', 'Author'])} { title }`;
      if (kind === 2) return `...${type}Parts`;
      return depth > 0 ? field(type, depth) : '__typename';
    });
    return ` { ${parts.join(' ')} }`;
  }

  const body = selections('Query', 3);
  const fragments = (Object.keys(fieldsOfTypes) as TypeName[])
    .filter((type) => body.includes(`...${type}Parts`) || isRare())
    .map((type) => `fragment ${type}Parts on ${type} { ${pickField(type)} }`);
  const variables = body.includes('$yes') || isRare() ? '($yes: Boolean = true)' : '';
  const text = `query${variables}${body} ${fragments.join(' ')}`;
  return isRare() ? text.slice(0, random(text.length)) : text;
}
