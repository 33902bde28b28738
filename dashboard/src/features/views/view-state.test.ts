import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toViewState } from './view-state.ts';

test('a view is the same whatever the order of its parameters, and has no place in the list', () => {
  assert.equal(
    toViewState({ status: 'ACTIVE', search: 'é&a', after: 'x' }),
    'search=%C3%A9%26a&status=ACTIVE',
  );
  assert.equal(
    toViewState({ search: 'é&a', before: 'y', status: 'ACTIVE' }),
    toViewState({ status: 'ACTIVE', search: 'é&a' }),
  );
  assert.equal(toViewState({ search: '', after: 'x', order: undefined }), '');
});
