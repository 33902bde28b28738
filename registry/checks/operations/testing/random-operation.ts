import type { RandomSchema } from './random-schema.ts';

/** An operation with literals, and the coordinates that it was built from. */
export interface RandomOperation {
  readonly text: string;
  readonly coordinates: readonly string[];
}

/** Builds an operation on a schema from a list of decisions, each of which takes one of the possibilities at its place. */
export function buildRandomOperation(schema: RandomSchema, decisions: readonly number[]): RandomOperation {
  const coordinates = new Set<string>();
  let next = 0;
  const decide = (possibilities: number): number =>
    (decisions[next++ % decisions.length] ?? 0) % possibilities;
  const chooseOf = <Item>(items: readonly Item[]): Item[] => items.filter(() => decide(2) === 0);

  const writeValue = (takes: string): string => {
    if (takes === 'Int') return '1';
    if (takes === 'State') {
      const value = schema.enumValues[decide(schema.enumValues.length)] ?? '';
      coordinates.add(`State.${value}`);
      return value;
    }
    coordinates.add('Filter');
    const given = chooseOf(schema.inputFields);
    for (const field of given) coordinates.add(`Filter.${field}`);
    return `{ ${given.map((field) => `${field}: 1`).join(', ')} }`;
  };

  const writeSelections = (typeName: string, depth: number): string => {
    const own = schema.fields.filter((field) => field.typeName === typeName);
    const chosen = chooseOf(own).filter(({ returns }) => returns === 'Int' || depth > 0);
    const written = chosen.map(({ name, arguments: list, returns }) => {
      coordinates.add(`${typeName}.${name}`);
      const given = chooseOf(list).map(({ name: argument, takes }) => {
        coordinates.add(`${typeName}.${name}(${argument}:)`);
        return `${argument}: ${writeValue(takes)}`;
      });
      const parameters = given.length === 0 ? '' : `(${given.join(', ')})`;
      return `${name}${parameters}${returns === 'Int' ? '' : ` { ${writeSelections(returns, depth - 1)} }`}`;
    });
    return ['__typename', ...written].join(' ');
  };

  return { text: `query Random { ${writeSelections('Query', 3)} }`, coordinates: [...coordinates] };
}
