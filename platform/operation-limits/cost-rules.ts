import { type ConstDirectiveNode, type DocumentNode, type FieldNode, Kind } from 'graphql';
import {
  directiveArguments,
  importsOf,
  linksOf,
  specificationName,
} from '#platform/authorization/directive-names.ts';

/** The size of a list field, as `@listSize` says it. */
interface ListSizeRule {
  /** Items when no slicing argument is given. */
  readonly assumedSize: number | undefined;
  /** Arguments that ask for so many items; the largest counts. */
  readonly slicingArguments: readonly string[];
  /** Fields below this one whose lists have the size; if there are none, the field itself has it. */
  readonly sizedFields: readonly string[];
}

/** The costs that a schema states, by schema coordinate: `Type`, `Type.field` or `Type.field(argument:)`. */
export interface CostRules {
  /** The cost of one value, 1 for whatever is not listed; of an argument that is given, 0. */
  readonly weights: ReadonlyMap<string, number>;
  readonly listSizes: ReadonlyMap<string, ListSizeRule>;
}

/** A schema that states no costs. */
export const noCostRules: CostRules = { weights: new Map(), listSizes: new Map() };

/**
 * Reads `@cost` and `@listSize` of a supergraph (https://specs.apollo.dev/cost/v0.1), under the names that the schema gives them.
 * `@cost` of input fields is not read.
 */
export function readCostRules(document: DocumentNode): CostRules {
  const names = findNames(document);
  if (names === undefined) return noCostRules;
  const weights = new Map<string, number>();
  const listSizes = new Map<string, ListSizeRule>();
  const addWeight = (coordinate: string, directives: readonly ConstDirectiveNode[] = []) => {
    const weight = findArguments(directives, names.cost)?.['weight'];
    if (weight !== undefined) weights.set(coordinate, Number(weight));
  };
  for (const definition of document.definitions) {
    if (!('name' in definition) || !('directives' in definition) || definition.name === undefined) continue;
    if (
      definition.kind === Kind.DIRECTIVE_DEFINITION ||
      definition.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION
    )
      continue;
    const typeName = definition.name.value;
    addWeight(typeName, definition.directives as readonly ConstDirectiveNode[]);
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION)
      continue;
    for (const field of definition.fields ?? []) {
      const coordinate = `${typeName}.${field.name.value}`;
      addWeight(coordinate, field.directives);
      for (const argument of field.arguments ?? [])
        addWeight(`${coordinate}(${argument.name.value}:)`, argument.directives);
      const size = findArguments(field.directives ?? [], names.listSize);
      if (size !== undefined) listSizes.set(coordinate, toListSizeRule(size));
    }
  }
  return { weights, listSizes };
}

/** Undefined if the schema does not link the specification. */
function findNames(document: DocumentNode): { readonly cost: string; readonly listSize: string } | undefined {
  const link = linksOf(document).find(
    (one) => specificationName(String(directiveArguments(one)['url'])) === 'cost',
  );
  if (link === undefined) return undefined;
  const prefix = String(directiveArguments(link)['as'] ?? 'cost');
  const imports = new Map(importsOf(link).map(({ name, as }) => [name, as.replace(/^@/, '')]));
  return {
    cost: imports.get('@cost') ?? prefix,
    listSize: imports.get('@listSize') ?? `${prefix}__listSize`,
  };
}

function findArguments(directives: readonly ConstDirectiveNode[], name: string) {
  const found = directives.find((directive) => directive.name.value === name);
  return found && directiveArguments(found);
}

function toListSizeRule(given: Readonly<Record<string, unknown>>): ListSizeRule {
  const { assumedSize, slicingArguments, sizedFields } = given;
  return {
    assumedSize: typeof assumedSize === 'number' ? assumedSize : undefined,
    slicingArguments: Array.isArray(slicingArguments) ? slicingArguments.map(String) : [],
    sizedFields: Array.isArray(sizedFields) ? sizedFields.map(String) : [],
  };
}

/** The cost of one value of a field: what the field states, else its type, else 1. */
export function weightOf(rules: CostRules, parent: string, field: string, type: string): number {
  if (rules.weights.size === 0) return 1;
  return rules.weights.get(`${parent}.${field}`) ?? rules.weights.get(type) ?? 1;
}

/** The cost of the arguments that a field is given. */
export function argumentCost(
  rules: CostRules,
  parent: string,
  { name, arguments: given }: FieldNode,
): number {
  if (rules.weights.size === 0 || given === undefined) return 0;
  const weights = given.map(
    (argument) => rules.weights.get(`${parent}.${name.value}(${argument.name.value}:)`) ?? 0,
  );
  return weights.reduce((sum, weight) => sum + weight, 0);
}
