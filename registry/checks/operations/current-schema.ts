import {
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
} from 'graphql';
import { toArgumentCoordinate, toMemberCoordinate } from '../changes/coordinates.ts';

/** The API schema that operations use now: which arguments contain a type, and which fields return it. */
export class CurrentSchema {
  readonly #schema: GraphQLSchema;
  readonly #typeOfArgument = new Map<string, string>();
  readonly #readers = new Map<string, string[]>();
  readonly #contained = new Map<string, ReadonlySet<string>>();

  constructor(schema: GraphQLSchema) {
    this.#schema = schema;
    for (const type of Object.values(schema.getTypeMap())) {
      if (!isObjectType(type) && !isInterfaceType(type)) continue;
      for (const field of Object.values(type.getFields())) this.#add(type.name, field);
    }
  }

  /** True if the coordinate is that of an argument in which a value of the type can stand, at any depth. */
  canContain(coordinate: string, typeName: string): boolean {
    const argumentType = this.#typeOfArgument.get(coordinate);
    return argumentType !== undefined && this.#listContained(argumentType).has(typeName);
  }

  /** The coordinates of the fields that return the type, or lists of it. */
  listReaders(typeName: string): readonly string[] {
    return this.#readers.get(typeName) ?? [];
  }

  #add(typeName: string, field: GraphQLField<unknown, unknown>): void {
    const returned = getNamedType(field.type).name;
    const coordinate = toMemberCoordinate(typeName, field.name);
    const readers = this.#readers.get(returned);
    if (readers === undefined) this.#readers.set(returned, [coordinate]);
    else readers.push(coordinate);
    for (const argument of field.args) {
      const name = toArgumentCoordinate(typeName, field.name, argument.name);
      this.#typeOfArgument.set(name, getNamedType(argument.type).name);
    }
  }

  #listContained(typeName: string): ReadonlySet<string> {
    const known = this.#contained.get(typeName);
    if (known !== undefined) return known;
    const found = new Set<string>();
    const open = [typeName];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (found.has(next)) continue;
      found.add(next);
      const type = this.#schema.getType(next);
      if (!isInputObjectType(type)) continue;
      open.push(...Object.values(type.getFields()).map((field) => getNamedType(field.type).name));
    }
    this.#contained.set(typeName, found);
    return found;
  }
}
