import type { DirectiveNode, ValueNode } from 'graphql';

/** True for `@defer` (GraphQL specification, draft of incremental delivery). */
export function isDefer({ name }: DirectiveNode): boolean {
  return name.value === 'defer';
}

/** The value that a directive is given for an argument, as the document has it. */
export function argumentOf(directive: DirectiveNode, name: string): ValueNode | undefined {
  return directive.arguments?.find((argument) => argument.name.value === name)?.value;
}
