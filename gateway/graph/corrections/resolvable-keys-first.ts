import { type ConstDirectiveNode, type DocumentNode, Kind, visit } from 'graphql';
import { directiveArguments } from '#platform/authorization/directive-names.ts';

/**
 * Moves the keys of each type that a subgraph does not resolve (`@key(resolvable: false)`) after those that it does.
 *
 * Apollo's planner returns to a subgraph, for a field with `@requires` or an argument from context, by the first key that
 * it finds there, also if the subgraph says that it resolves nothing by it. The order means nothing else.
 *
 * @returns the very document that came in if the keys of each subgraph stand in this order
 */
export function putResolvableKeysFirst(supergraph: DocumentNode): DocumentNode {
  const sortKeys = <Type extends { readonly directives?: readonly ConstDirectiveNode[] | undefined }>(
    type: Type,
  ) => {
    const { directives = [] } = type;
    const unresolvable = directives.filter((each) => isKey(each) && !isResolvable(each));
    if (!unresolvable.some((key) => isBeforeResolvable(key, directives))) return undefined;
    const others = directives.filter((each) => !unresolvable.includes(each));
    return { ...type, directives: [...others, ...unresolvable] };
  };
  return visit(supergraph, {
    [Kind.OBJECT_TYPE_DEFINITION]: sortKeys,
    [Kind.INTERFACE_TYPE_DEFINITION]: sortKeys,
  });
}

/** True if a key that the same subgraph resolves comes after it. */
function isBeforeResolvable(key: ConstDirectiveNode, directives: readonly ConstDirectiveNode[]): boolean {
  const { graph } = directiveArguments(key);
  return directives
    .slice(directives.indexOf(key) + 1)
    .some((each) => isKey(each) && isResolvable(each) && directiveArguments(each)['graph'] === graph);
}

function isKey({ name, arguments: args = [] }: ConstDirectiveNode): boolean {
  return name.value === 'join__type' && args.some((argument) => argument.name.value === 'key');
}

function isResolvable(key: ConstDirectiveNode): boolean {
  return directiveArguments(key)['resolvable'] !== false;
}
