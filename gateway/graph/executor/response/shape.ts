import {
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLLeafType,
  type GraphQLOutputType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isSpecifiedScalarType,
  isUnionType,
  type SelectionSetNode,
} from 'graphql';
import { collectFields, type Selecting } from '#platform/authorization/filter/collect-fields.ts';
import { labelOfMark } from '../defer/mark-defers.ts';

/** The form of a value that a client asked for. */
export type ValueShape = LeafShape | ListShape | CompositeShape;

interface LeafShape {
  readonly kind: 'leaf';
  readonly isNonNull: boolean;
  /** True for a value that the type can have. */
  readonly accepts: (value: unknown) => boolean;
}

interface ListShape {
  readonly kind: 'list';
  readonly isNonNull: boolean;
  readonly item: ValueShape;
}

interface CompositeShape {
  readonly kind: 'composite';
  readonly isNonNull: boolean;
  readonly shapes: ObjectShapes;
}

/** A member of an object in the answer. */
interface FieldShape {
  readonly name: string;
  /** The name as JSON text, with a comma before it unless it is the first. */
  readonly key: string;
  /** False for names that objects of parsed JSON seem to have without having them. */
  readonly isPlain: boolean;
  /** Absent for `__typename`. */
  readonly value: ValueShape | undefined;
}

/** The form of an object of one type. */
export interface ObjectShape {
  /** The value of `__typename`; absent if only an abstract type is known. */
  readonly typename: string | undefined;
  /** In the client's order. */
  readonly fields: readonly FieldShape[];
  /** The fields `__schema` and `__type`, by their response names. */
  readonly introspection: ReadonlyMap<string, readonly FieldNode[]>;
  /** The parts of such an object that come later. */
  readonly deferred: readonly DeferredShape[];
}

/** The form of a part of an object that comes later (`@defer`). */
interface DeferredShape {
  readonly label: string;
  readonly shapes: ObjectShapes;
}

type SelectionSets = readonly SelectionSetNode[];

/** The documents that the shapes of one operation follow. */
export interface Shaping {
  /** The document that the client sent. */
  readonly asked: Selecting;
  /** The part that its caller may run: the same object if that is all of it. */
  readonly allowed: Selecting;
}

/** The selections of one place, in both documents. */
export interface Selections {
  readonly asked: SelectionSets;
  readonly allowed: SelectionSets;
}

/** The forms of an object, for each type that it may turn out to have. A form is made when it is first needed. */
export class ObjectShapes {
  readonly #shaping: Shaping;
  readonly #type: GraphQLCompositeType;
  readonly #selections: Selections;
  readonly #byTypename = new Map<string, ObjectShape>();
  #own: ObjectShape | undefined;

  constructor(shaping: Shaping, type: GraphQLCompositeType, selections: Selections) {
    this.#shaping = shaping;
    this.#type = type;
    this.#selections = selections;
  }

  /** The form for the declared type. */
  get own(): ObjectShape {
    this.#own ??= this.#create(this.#type);
    return this.#own;
  }

  /** @returns nothing if the schema that clients see has no such type here */
  forTypename(typename: string): ObjectShape | undefined {
    const known = this.#byTypename.get(typename);
    if (known) return known;
    const type = this.#shaping.asked.schema.getType(typename);
    if (!isCompositeType(type) || !this.#mayBe(type)) return undefined;
    const shape = this.#create(type);
    this.#byTypename.set(typename, shape);
    return shape;
  }

  /** True for the declared type, those below it, and an interface above it: a subgraph that knows it as an object knows no more. */
  #mayBe(type: GraphQLCompositeType): boolean {
    const { schema } = this.#shaping.asked;
    const isBelow = (upper: GraphQLCompositeType, lower: GraphQLCompositeType) =>
      isAbstractType(upper) && !isUnionType(lower) && schema.isSubType(upper, lower);
    return type === this.#type || isBelow(this.#type, type) || isBelow(type, this.#type);
  }

  #create(type: GraphQLCompositeType): ObjectShape {
    const { asked, allowed } = this.#shaping;
    const fields: FieldShape[] = [];
    const introspection = new Map<string, readonly FieldNode[]>();
    const deferred: DeferredShape[] = [];
    const definitions = isObjectType(type) || isInterfaceType(type) ? type.getFields() : {};
    const askedFields = collectFields(asked, type, this.#selections.asked);
    const allowedFields =
      asked === allowed ? askedFields : collectFields(allowed, type, this.#selections.allowed);
    for (const [name, nodes] of askedFields) {
      const fieldName = nodes[0]?.name.value ?? '';
      const fieldType = definitions[fieldName]?.type;
      const allowedNodes = allowedFields.get(name);
      const label = labelOfMark(name);
      if (label !== undefined) {
        const selections = { asked: toSets(nodes), allowed: toSets(allowedNodes ?? []) };
        deferred.push({ label, shapes: new ObjectShapes(this.#shaping, type, selections) });
        continue;
      }
      const key = `${fields.length > 0 ? ',' : ''}${JSON.stringify(name)}:`;
      const isPlain = !(name in Object.prototype);
      let value: ValueShape | undefined;
      if (!allowedNodes) value = isNonNullType(fieldType) ? cutNonNull : cutNullable;
      else if (fieldType) value = this.#toValueShape(fieldType, { asked: nodes, allowed: allowedNodes });
      else if (fieldName === '__schema' || fieldName === '__type') {
        value = anyValue;
        introspection.set(name, allowedNodes);
      } else if (fieldName !== '__typename') value = cutNullable;
      fields.push({ name, key, isPlain, value });
    }
    return { typename: isObjectType(type) ? type.name : undefined, fields, introspection, deferred };
  }

  #toValueShape(
    type: GraphQLOutputType,
    nodes: { readonly asked: readonly FieldNode[]; readonly allowed: readonly FieldNode[] },
  ): ValueShape {
    const isNonNull = isNonNullType(type);
    const nullable = isNonNullType(type) ? type.ofType : type;
    if (isListType(nullable)) {
      return { kind: 'list', isNonNull, item: this.#toValueShape(nullable.ofType, nodes) };
    }
    if (!isCompositeType(nullable)) return { kind: 'leaf', isNonNull, accepts: toAcceptance(nullable) };
    const selections = { asked: toSets(nodes.asked), allowed: toSets(nodes.allowed) };
    return { kind: 'composite', isNonNull, shapes: new ObjectShapes(this.#shaping, nullable, selections) };
  }
}

function toSets(nodes: readonly FieldNode[]): SelectionSets {
  return nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
}

/** A field that the caller may not read is null, whatever was fetched for the gateway's own use. */
const cutNullable: LeafShape = { kind: 'leaf', isNonNull: false, accepts: () => false };
export const cutNonNull: LeafShape = { ...cutNullable, isNonNull: true };

/** Introspection is answered by graphql-js, and stays as it came. */
const anyValue: LeafShape = { kind: 'leaf', isNonNull: false, accepts: () => true };

const acceptances: Readonly<Record<string, (value: unknown) => boolean>> = {
  String: (value) => typeof value === 'string',
  Boolean: (value) => typeof value === 'boolean',
  Int: Number.isInteger,
  Float: Number.isFinite,
  ID: (value) => typeof value === 'string' || Number.isInteger(value),
};

function toAcceptance(type: GraphQLLeafType): (value: unknown) => boolean {
  if (isEnumType(type)) {
    const values = new Set<unknown>(type.getValues().map(({ name }) => name));
    return (value) => values.has(value);
  }
  return (isSpecifiedScalarType(type) ? acceptances[type.name] : undefined) ?? (() => true);
}
