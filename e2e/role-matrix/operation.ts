import { coordinateOf, type Path } from './access.ts';
import { nobodysId } from './default-sample.ts';
import type { GraphField } from './graph.ts';
import { entityIds, type Fixture, samples } from './samples.ts';

/** An operation that reads one field. */
export interface Operation {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** The operation that goes along a path from a root type. */
export function toOperation(path: Path, fixture: Fixture): Operation {
  const keyword = (path[0]?.type ?? 'Query').toLowerCase();
  const { selection, definitions, variables } = toSelection(path, fixture);
  const head = definitions.length > 0 ? `${keyword}(${definitions.join(', ')})` : keyword;
  return { query: `${head} { ${selection} }`, variables };
}

/** The operation that reads an entity by its key, as a gateway does, and goes along a path from there. */
export function toEntityOperation(type: string, path: Path, fixture: Fixture): Operation {
  const { selection, definitions, variables } = toSelection(path, fixture);
  const head = ['$representations: [_Any!]!', ...definitions].join(', ');
  return {
    query: `query(${head}) { _entities(representations: $representations) { ... on ${type} { ${selection} } } }`,
    variables: {
      ...variables,
      representations: [{ __typename: type, id: entityIds[type]?.(fixture) ?? nobodysId }],
    },
  };
}

function toSelection(path: Path, fixture: Fixture) {
  const definitions: string[] = [];
  const variables: Record<string, unknown> = {};
  let selection = '';
  for (const field of path.toReversed()) {
    const inner = selection === '' ? '__typename' : selection;
    const given = sampleOf(field, fixture);
    const used = field.arguments.filter(({ name, isRequired }) => isRequired || name in given);
    const args = used.map(({ name, type }) => {
      const variable = `${name}${definitions.length}`;
      definitions.push(`$${variable}: ${type}`);
      variables[variable] = given[name];
      return `${name}: $${variable}`;
    });
    const call = args.length > 0 ? `(${args.join(', ')})` : '';
    selection = `${field.name}${call}${field.isComposite ? ` { ${inner} }` : ''}`;
  }
  return { selection, definitions, variables };
}

/** The field's own sample, beside the default samples of required arguments. */
function sampleOf(field: GraphField, fixture: Fixture): Readonly<Record<string, unknown>> {
  const required = field.arguments.filter(({ isRequired }) => isRequired);
  return {
    ...Object.fromEntries(required.map(({ name, sample }) => [name, sample])),
    ...samples[coordinateOf(field)]?.(fixture),
  };
}
