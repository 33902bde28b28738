import type { SerializableChange } from '@graphql-inspector/core';
import { toArgumentCoordinate, toMemberCoordinate } from './coordinates.ts';
import type { SchemaChange } from './schema-change.ts';

type Place = Pick<SchemaChange, 'coordinate' | 'reaches'>;

/** Finds the coordinate of a change and the operations that it reaches, by exact coordinates and never by the beginning of a path. */
export function findChangePlace(change: SerializableChange): Place {
  switch (change.type) {
    case 'FIELD_REMOVED':
      return ofField(change.meta.typeName, change.meta.removedFieldName);
    case 'FIELD_TYPE_CHANGED':
      return ofField(change.meta.typeName, change.meta.fieldName);
    case 'FIELD_ARGUMENT_REMOVED':
      return ofArgument(change.meta.typeName, change.meta.fieldName, change.meta.removedFieldArgumentName);
    case 'FIELD_ARGUMENT_ADDED':
      return ofAddedArgument(change.meta.typeName, change.meta.fieldName, change.meta.addedArgumentName);
    case 'FIELD_ARGUMENT_TYPE_CHANGED':
      return ofChangedType(
        [change.meta.oldArgumentType, change.meta.newArgumentType],
        ofArgument(change.meta.typeName, change.meta.fieldName, change.meta.argumentName),
        ofRequiredArgument(change.meta.typeName, change.meta.fieldName, change.meta.argumentName),
      );
    case 'FIELD_ARGUMENT_DEFAULT_CHANGED':
      return ofRequiredArgument(change.meta.typeName, change.meta.fieldName, change.meta.argumentName);
    case 'INPUT_FIELD_REMOVED':
      return ofInputField(change.meta.inputName, change.meta.removedFieldName);
    case 'INPUT_FIELD_ADDED':
      return ofAddedInputField(change.meta.inputName, change.meta.addedInputFieldName);
    case 'INPUT_FIELD_TYPE_CHANGED':
      return ofChangedType(
        [change.meta.oldInputFieldType, change.meta.newInputFieldType],
        ofInputField(change.meta.inputName, change.meta.inputFieldName),
        ofRequiredInputField(change.meta.inputName, change.meta.inputFieldName),
      );
    case 'INPUT_FIELD_DEFAULT_VALUE_CHANGED':
      return ofRequiredInputField(change.meta.inputName, change.meta.inputFieldName);
    case 'ENUM_VALUE_REMOVED':
      return ofInputField(change.meta.enumName, change.meta.removedEnumValueName);
    case 'ENUM_VALUE_ADDED':
      return ofReaders(
        change.meta.enumName,
        toMemberCoordinate(change.meta.enumName, change.meta.addedEnumValueName),
      );
    case 'UNION_MEMBER_ADDED':
      return ofReaders(change.meta.unionName, change.meta.unionName);
    case 'TYPE_REMOVED':
      return ofType(change.meta.removedTypeName);
    case 'TYPE_KIND_CHANGED':
      return ofType(change.meta.typeName);
    default:
      return { coordinate: 'path' in change ? String(change.path) : undefined, reaches: [] };
  }
}

function ofField(typeName: string, fieldName: string): Place {
  const coordinate = toMemberCoordinate(typeName, fieldName);
  return { coordinate, reaches: [{ kind: 'uses', coordinate }] };
}

function ofArgument(typeName: string, fieldName: string, argumentName: string): Place {
  const coordinate = toArgumentCoordinate(typeName, fieldName, argumentName);
  return { coordinate, reaches: [{ kind: 'uses', coordinate }] };
}

/** Nobody can have given an argument that is new. */
function ofAddedArgument(typeName: string, fieldName: string, argumentName: string): Place {
  return {
    coordinate: toArgumentCoordinate(typeName, fieldName, argumentName),
    reaches: [{ kind: 'uses', coordinate: toMemberCoordinate(typeName, fieldName) }],
  };
}

function ofRequiredArgument(typeName: string, fieldName: string, argumentName: string): Place {
  const owner = toMemberCoordinate(typeName, fieldName);
  const coordinate = toArgumentCoordinate(typeName, fieldName, argumentName);
  return { coordinate, reaches: [{ kind: 'lacks', owner, coordinate, typeName: undefined }] };
}

/** An input field or an enum value, which only those meet who send it. */
function ofInputField(typeName: string, memberName: string): Place {
  const coordinate = toMemberCoordinate(typeName, memberName);
  return { coordinate, reaches: [{ kind: 'sends', coordinate, typeName }] };
}

/** Whoever sends an object of the type cannot have given a field that is new. */
function ofAddedInputField(typeName: string, fieldName: string): Place {
  return {
    coordinate: toMemberCoordinate(typeName, fieldName),
    reaches: [{ kind: 'sends', coordinate: typeName, typeName }],
  };
}

function ofRequiredInputField(typeName: string, fieldName: string): Place {
  const coordinate = toMemberCoordinate(typeName, fieldName);
  return { coordinate, reaches: [{ kind: 'lacks', owner: typeName, coordinate, typeName }] };
}

function ofReaders(typeName: string, coordinate: string): Place {
  return { coordinate, reaches: [{ kind: 'reads', typeName }] };
}

function ofType(typeName: string): Place {
  return { coordinate: typeName, reaches: [{ kind: 'touches', typeName }] };
}

/**
 * A changed type of an argument or input field reaches those who give it. If only null is no longer allowed, it reaches those
 * alone who gave null or nothing.
 */
function ofChangedType([before, after]: readonly [string, string], given: Place, required: Place): Place {
  if (after === `${before}!`) return required;
  if (!after.endsWith('!') || before.endsWith('!')) return given;
  return { coordinate: given.coordinate, reaches: [...given.reaches, ...required.reaches] };
}
