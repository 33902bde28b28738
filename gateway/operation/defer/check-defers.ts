import {
  type ASTVisitor,
  type DirectiveNode,
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  OperationTypeNode,
  type ValidationContext,
  validate,
  visit,
} from 'graphql';
import { argumentOf, isDefer } from '../../graph/executor/defer/defer-directive.ts';

/**
 * Checks how a valid document uses `@defer` (GraphQL specification, draft of incremental delivery, section "Validation"):
 * labels are texts that no other `@defer` of the document has, the fields of a mutation itself are not deferred, and in a
 * subscription nothing is.
 *
 * graphql-js has these rules from version 17 on.
 */
export function checkDefers(schema: GraphQLSchema, document: DocumentNode): readonly GraphQLError[] {
  return validate(schema, document, [constantLabels, deferrablePlaces, noDeferInSubscriptions], {
    maxErrors: 10,
  });
}

function constantLabels(context: ValidationContext): ASTVisitor {
  const known = new Set<string>();
  return {
    [Kind.DIRECTIVE]: (node) => {
      if (!isDefer(node)) return;
      const label = argumentOf(node, 'label');
      if (label?.kind === Kind.VARIABLE) {
        refuse(context, node, 'The label of @defer must be a text in the document, not a variable.');
      } else if (label?.kind === Kind.STRING) {
        if (known.has(label.value)) {
          refuse(context, node, 'The label of each @defer must be another one in the same document.');
        }
        known.add(label.value);
      }
    },
  };
}

/** Subgraphs run the fields of a mutation one after the other, and its answer waits for all of them. */
function deferrablePlaces(context: ValidationContext): ASTVisitor {
  return {
    [Kind.DIRECTIVE]: (node) => {
      const parent = context.getParentType();
      if (!isDefer(node) || !parent) return;
      const schema = context.getSchema();
      for (const type of [schema.getMutationType(), schema.getSubscriptionType()]) {
        if (parent !== type) continue;
        refuse(
          context,
          node,
          `Fields of "${parent.name}" cannot be deferred; use @defer within one of them.`,
        );
      }
    },
  };
}

function noDeferInSubscriptions(context: ValidationContext): ASTVisitor {
  const check = (node: DirectiveNode): void => {
    if (!isDefer(node)) return;
    const condition = argumentOf(node, 'if');
    // A variable may say that nothing is deferred, and nothing is.
    if (condition?.kind === Kind.VARIABLE) return;
    if (condition?.kind === Kind.BOOLEAN && !condition.value) return;
    refuse(context, node, 'A subscription cannot defer anything: leave @defer out, or give it if: false.');
  };
  return {
    [Kind.OPERATION_DEFINITION]: (operation) => {
      if (operation.operation !== OperationTypeNode.SUBSCRIPTION) return;
      for (const definition of [operation, ...context.getRecursivelyReferencedFragments(operation)]) {
        visit(definition, { [Kind.DIRECTIVE]: check });
      }
    },
  };
}

function refuse(context: ValidationContext, node: DirectiveNode, message: string): void {
  context.reportError(new GraphQLError(message, { nodes: node }));
}
