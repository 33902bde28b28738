import { defaultFieldResolver, GraphQLError, type GraphQLSchema, isObjectType } from 'graphql';

/**
 * Makes a schema stop an operation whose caller is gone: every further resolver is refused, so that nothing more is read.
 * The code CALLER_GONE tells the failure of a cancelled statement from a fault.
 *
 * Mutations that have started run to their end, even if nobody waits for them.
 */
export function stopForGoneCallers(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__') || type === schema.getMutationType()) continue;
    for (const field of Object.values(type.getFields())) {
      const { resolve } = field;
      if (resolve === undefined || resolve === defaultFieldResolver) continue;
      field.resolve = (source, args, context: { readonly signal?: AbortSignal }, info) => {
        const { signal } = context;
        if (signal === undefined) return resolve(source, args, context, info);
        if (signal.aborted) throw createGoneError();
        const result: unknown = resolve(source, args, context, info);
        if (!(result instanceof Promise)) return result;
        return result.catch((error: unknown) => {
          throw signal.aborted ? createGoneError() : error;
        });
      };
    }
  }
  return schema;
}

function createGoneError(): GraphQLError {
  return new GraphQLError('The caller is gone.', { extensions: { code: 'CALLER_GONE' } });
}
