import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GraphQLError } from 'graphql';
import { divideErrors } from './divide-errors.ts';

const at = (...path: (string | number)[]) => new GraphQLError('no', { path });

test('an error belongs to the place that its path leads through, and to the first if to none', () => {
  const [first, second, all, none] = [at('a', 0, 'b'), at('a', 1), at('a'), new GraphQLError('no')];
  assert.deepEqual(
    divideErrors(
      [second, first, all, none],
      [
        ['a', 0],
        ['a', 1],
      ],
    ),
    [[first, all, none], [second]],
  );
});

test('of places within each other the inner one counts', () => {
  const [inner, outer] = [at('a', 'b', 'c'), at('a', 'x')];
  assert.deepEqual(divideErrors([inner, outer], [['a'], ['a', 'b']]), [[outer], [inner]]);
});
