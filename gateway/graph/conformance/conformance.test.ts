import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createLocalGateway } from '../../testing/local-gateway.ts';
import { abstractTypeSuites } from './testing/abstract-types.ts';
import { entitySuites } from './testing/entities.ts';
import { interfaceObjectSuites } from './testing/interface-objects.ts';
import { operationSuites } from './testing/operations.ts';
import { requirementSuites } from './testing/requirements.ts';
import { schemaSuites } from './testing/schemas.ts';

// Each feature that the public federation audit looks at, with subgraphs and expectations of our own.

const suites = [
  ...entitySuites,
  ...requirementSuites,
  ...abstractTypeSuites,
  ...interfaceObjectSuites,
  ...schemaSuites,
  ...operationSuites,
];

for (const { feature, subgraphs, cases } of suites) {
  describe(feature, () => {
    const gateway = createLocalGateway(subgraphs);
    for (const [query, data, { variables, codes = [], asked } = {}] of cases) {
      test(query.replaceAll(/\s+/g, ' ').trim(), async () => {
        gateway.seen.length = 0;
        const answer = await gateway.ask(query, variables);
        assert.deepEqual(answer.data, data);
        assert.deepEqual(
          (answer.errors ?? []).map(({ code }) => code),
          codes,
        );
        if (asked) assert.deepEqual(gateway.seen.map(({ subgraph }) => subgraph).sort(), asked);
      });
    }
  });
}
