import {
  type GraphQLNamedType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
} from 'graphql';
import { toArgumentCoordinate, toMemberCoordinate } from '../../checks/changes/coordinates.ts';
import type { SchemaMemberKind } from '../generated/types.ts';

/** A member of an API schema that clients can use. */
export interface SchemaMember {
  readonly coordinate: string;
  readonly kind: SchemaMemberKind;
  readonly isDeprecated: boolean;
}

const known = new WeakMap<GraphQLSchema, readonly SchemaMember[]>();

/** Lists the members of an API schema by coordinate, without those of introspection. */
export function listSchemaMembers(schema: GraphQLSchema): readonly SchemaMember[] {
  const found = known.get(schema);
  if (found !== undefined) return found;
  const members = Object.values(schema.getTypeMap())
    .filter(({ name }) => !name.startsWith('__'))
    .flatMap(listMembers)
    .sort(byCoordinate);
  known.set(schema, members);
  return members;
}

function listMembers(type: GraphQLNamedType): SchemaMember[] {
  const toMember = (kind: SchemaMemberKind, coordinate: string, { deprecationReason }: Deprecable) => ({
    coordinate,
    kind,
    isDeprecated: deprecationReason != null,
  });
  if (isObjectType(type) || isInterfaceType(type))
    return Object.values(type.getFields()).flatMap((field) => [
      toMember('FIELD', toMemberCoordinate(type.name, field.name), field),
      ...field.args.map((argument) =>
        toMember('ARGUMENT', toArgumentCoordinate(type.name, field.name, argument.name), argument),
      ),
    ]);
  if (isInputObjectType(type))
    return Object.values(type.getFields()).map((field) =>
      toMember('INPUT_FIELD', toMemberCoordinate(type.name, field.name), field),
    );
  if (isEnumType(type))
    return type
      .getValues()
      .map((value) => toMember('ENUM_VALUE', toMemberCoordinate(type.name, value.name), value));
  return [];
}

interface Deprecable {
  readonly deprecationReason?: string | null | undefined;
}

/** By code units, so that the order is the same everywhere. */
function byCoordinate(left: SchemaMember, right: SchemaMember): number {
  return left.coordinate < right.coordinate ? -1 : Number(left.coordinate > right.coordinate);
}
