import { validateClientOperations } from '../../checks/client/validate-client-operations.ts';
import { parseGraphRef } from '../../graphs/graph-ref.ts';
import { RegistryRefusal } from '../../registry-refusal.ts';
import { type RoverResolvers, requireRight } from '../rover-context.ts';
import type { GraphSource } from './graphs.ts';

const maxOperations = 5_000;

interface ValidateArguments {
  readonly tag?: string | null;
  readonly operations: readonly { readonly name?: string | null; readonly body: string }[];
}

/** Resolvers of `rover client check`. */
export const clientOperationResolvers: RoverResolvers = {
  GraphMutation: {
    validateOperations: async ({ id }: GraphSource, { tag, operations }: ValidateArguments, context) => {
      requireRight(context, 'CHECK', id);
      if (operations.length > maxOperations)
        throw new RegistryRefusal(
          'LIMIT_EXCEEDED',
          `At most ${maxOperations} operations are validated at a time.`,
        );
      const { graphs, apiSchemas } = context.parts;
      const ref = parseGraphRef(tag == null ? id : `${id}@${tag}`);
      const variant = ref && (await graphs.findVariant(ref));
      const launch = variant && (await graphs.findLaunch(variant.id));
      if (launch === undefined) throw new RegistryRefusal('NOT_FOUND', 'Nothing runs in this variant yet.');
      const named = operations.map(({ name, body }) => ({ name: name ?? '', body }));
      const validationResults = await validateClientOperations(
        apiSchemas.build(launch.apiSchema),
        named,
        context.signal,
      );
      return { validationResults };
    },
  },
};
