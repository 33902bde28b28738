import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { buildSchema, parse, validate } from 'graphql';
import { pickSize } from '#platform/testing/test-size.ts';
import { OperationCoordinates } from '#platform/usage/operation-coordinates.ts';
import { diffApiSchemas } from '../changes/diff-api-schemas.ts';
import { CurrentSchema } from './current-schema.ts';
import { judgeOperations } from './judge-operations.ts';
import { knownOperation } from './testing/known.ts';
import { buildRandomOperation } from './testing/random-operation.ts';
import { listMembers, printRandomSchema, randomSchema } from './testing/random-schema.ts';

const rules = { minCount: 1, minPercent: 0, passesWithoutUsage: false, failsOnAdditions: false };

test('the removal of a member fails an operation if and only if validation of its document fails', async () => {
  const tally = { failing: 0, passing: 0 };
  const decisions = fc.array(fc.nat(1_000), { minLength: 30, maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(randomSchema, decisions, fc.nat(), async (model, choices, choice) => {
      const members = listMembers(model);
      const removed = members[choice % members.length];
      const before = buildSchema(printRandomSchema(model));
      const after = buildSchema(printRandomSchema(model, removed));
      const operation = buildRandomOperation(model, choices);
      const document = parse(operation.text);
      assert.deepEqual(validate(before, document), []);
      const collected = new OperationCoordinates(before, document).fixed.filter(
        (name) => !name.endsWith('!'),
      );
      assert.deepEqual(collected.toSorted(), operation.coordinates.toSorted());

      const judged = judgeOperations(
        {
          changes: await diffApiSchemas(before, after),
          current: new CurrentSchema(before),
          operations: [knownOperation(operation.text, operation.coordinates)],
          // Nothing was replayed: the coordinates decide alone.
          replay: { failing: [], replayed: 0, isIncomplete: false },
          requests: 10,
        },
        rules,
      );
      const isFailing = judged.some(({ severity }) => severity === 'FAILURE');
      tally[isFailing ? 'failing' : 'passing']++;
      assert.equal(isFailing, validate(after, document).length > 0);
    }),
    { numRuns: pickSize({ quick: 150, long: 20_000 }) },
  );
  assert.ok(tally.failing > 20 && tally.passing > 20, JSON.stringify(tally));
});
