import { getOperationAST } from 'graphql';
import type { AnswerOperation } from './answer-operation.ts';
import type { PolicyDecider } from './policy-decider.ts';

/** Has the policies that an operation depends on decided before it is answered, and before it shares an answer with others. */
export function decidePolicies(answer: AnswerOperation, decider: PolicyDecider): AnswerOperation {
  return async (operation, context) => {
    const { graph, document } = operation;
    const policies = graph.authorizer.policiesOf(document, operation.operationName);
    if (policies.length === 0) return answer(operation, context);
    const { caller, clientAddress } = context;
    const operationName = getOperationAST(document, operation.operationName)?.name?.value;
    const deciding = decider.decide(policies, { caller, clientAddress, operationName });
    const heldPolicies = deciding instanceof Promise ? await deciding : deciding;
    return answer(operation, { ...context, heldPolicies });
  };
}
