import { type ConstDirectiveNode, type DocumentNode, Kind, visit } from 'graphql';
import { directiveArguments } from '#platform/authorization/directive-names.ts';

/**
 * Moves the keys of each type that a subgraph does not resolve (`@key(resolvable: false)`) after those that it does.
 *
 * Apollo's planner returns to a subgraph, for a field with `@requires` or an argument from context, by the first key that
 * it finds there, also if the subgraph says that it resolves nothing by it. The order means nothing else.
 */
export function putResolvableKeysFirst(supergraph: DocumentNode): DocumentNode {
  const sortKeys = <Type extends { readonly directives?: readonly ConstDirectiveNode[] | undefined }>(
    type: Type,
  ) => {
    const { directives = [] } = type;
    const last = directives.filter(isUnresolvableKey);
    if (last.length === 0) return undefined;
    return { ...type, directives: [...directives.filter((each) => !isUnresolvableKey(each)), ...last] };
  };
  return visit(supergraph, {
    [Kind.OBJECT_TYPE_DEFINITION]: sortKeys,
    [Kind.INTERFACE_TYPE_DEFINITION]: sortKeys,
  });
}

function isUnresolvableKey(directive: ConstDirectiveNode): boolean {
  return directive.name.value === 'join__type' && directiveArguments(directive)['resolvable'] === false;
}
