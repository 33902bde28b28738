import type { SerializableChange } from '@graphql-inspector/core';
import {
  type GraphQLSchema,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
} from 'graphql';

/** True if a changed default value leaves a non-null argument or input field that must be given from now on. */
export function isRequiredNow(change: SerializableChange, after: GraphQLSchema): boolean {
  if (change.type === 'FIELD_ARGUMENT_DEFAULT_CHANGED') {
    const type = after.getType(change.meta.typeName);
    if (!isObjectType(type) && !isInterfaceType(type)) return false;
    const field = type.getFields()[change.meta.fieldName];
    const argument = field?.args.find(({ name }) => name === change.meta.argumentName);
    return argument !== undefined && isRequiredArgument(argument);
  }
  if (change.type === 'INPUT_FIELD_DEFAULT_VALUE_CHANGED') {
    const type = after.getType(change.meta.inputName);
    const field = isInputObjectType(type) ? type.getFields()[change.meta.inputFieldName] : undefined;
    return field !== undefined && isRequiredInputField(field);
  }
  return false;
}
