import {
  type GraphQLInputType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  Kind,
  type ObjectValueNode,
  type ValueNode,
  type VariableNode,
} from 'graphql';
import type { CoordinateTally } from './coordinate-tally.ts';

/** The place at which an operation takes a value: an argument, an input field, or an item of a list. */
export interface InputPlace {
  readonly type: GraphQLInputType;
  /** `undefined` for an item of a list, which has no coordinate. */
  readonly coordinate: { readonly owner: string; readonly name: string } | undefined;
}

/** Is told of each variable at a place, whose value comes later. */
export type OnVariable = (variable: VariableNode, place: InputPlace) => void;

/** Counts what a literal gives at a place. */
export function countLiteral(
  node: ValueNode,
  place: InputPlace,
  tally: CoordinateTally,
  onVariable: OnVariable,
): void {
  if (node.kind === Kind.VARIABLE) {
    onVariable(node, place);
    return;
  }
  countGiven(place, node.kind === Kind.NULL, tally);
  const { type } = place;
  if (node.kind === Kind.LIST) {
    for (const item of node.values) countLiteral(item, { type, coordinate: undefined }, tally, onVariable);
  } else if (node.kind === Kind.OBJECT) {
    countObjectLiteral(node, type, tally, onVariable);
  } else if (node.kind === Kind.ENUM) {
    countEnumValue(node.value, type, tally);
  }
}

/** Counts what a variable's value gives at a place. */
export function countValue(value: unknown, place: InputPlace, tally: CoordinateTally): void {
  countGiven(place, value === null, tally);
  const { type } = place;
  if (Array.isArray(value)) {
    for (const item of value) countValue(item, { type, coordinate: undefined }, tally);
  } else if (typeof value === 'string') {
    countEnumValue(value, type, tally);
  } else if (typeof value === 'object' && value !== null) {
    countObjectValue(value, type, tally);
  }
}

function countGiven({ coordinate }: InputPlace, isNull: boolean, tally: CoordinateTally): void {
  if (coordinate) tally.give(coordinate.owner, coordinate.name, isNull);
}

function countObjectLiteral(
  { fields }: ObjectValueNode,
  type: GraphQLInputType,
  tally: CoordinateTally,
  onVariable: OnVariable,
): void {
  const named = getNamedType(type);
  if (!isInputObjectType(named)) return;
  tally.use(named.name);
  for (const { name, value } of fields) {
    const place = placeOf(named.name, name.value, named.getFields());
    if (place) countLiteral(value, place, tally, onVariable);
  }
}

function countObjectValue(value: object, type: GraphQLInputType, tally: CoordinateTally): void {
  const named = getNamedType(type);
  if (!isInputObjectType(named)) return;
  tally.use(named.name);
  for (const [name, member] of Object.entries(value)) {
    const place = placeOf(named.name, name, named.getFields());
    if (place && member !== undefined) countValue(member, place, tally);
  }
}

function placeOf(
  owner: string,
  name: string,
  fields: Readonly<Record<string, { readonly type: GraphQLInputType }>>,
): InputPlace | undefined {
  const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
  return field && { type: field.type, coordinate: { owner, name: `${owner}.${name}` } };
}

/** Only names that the schema has are counted: any other text would be a client's. */
function countEnumValue(value: string, type: GraphQLInputType, tally: CoordinateTally): void {
  const named = getNamedType(type);
  if (isEnumType(named) && named.getValue(value)) tally.use(`${named.name}.${value}`);
}
