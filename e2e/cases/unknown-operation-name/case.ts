import assert from 'node:assert/strict';
import type { Case } from '../case.ts';
import { postBody } from '../post-body.ts';

export const unknownOperationName: Case = {
  name: 'an operation name that the document does not have is refused by its name',
  async run({ system }) {
    const { status, body } = await postBody(system, import.meta.dirname);
    assert.equal(status, 400);
    assert.equal(body.errors?.[0]?.message, 'Unknown operation named "B".');
    assert.equal(body.errors[0].extensions?.code, 'OPERATION_RESOLUTION_FAILURE');
    assert.equal('data' in body, false);
  },
};
