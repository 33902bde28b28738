import assert from 'node:assert/strict';
import { test } from 'node:test';
import { waitFor } from '#platform/testing/wait-for.ts';
import { demoStateDocument } from '../../deploy/demo/demo-state.ts';
import { createSystemEnvironment, startRunningSystem } from '../running-system.ts';

test('a system that runs trusted documents only is filled with the demo, whose documents are then trusted no more', {
  timeout: 180_000,
}, async () => {
  const environment = { ...(await createSystemEnvironment()), TRUSTED_DOCUMENTS: 'only' };
  const system = await startRunningSystem({ flags: ['--no-simulator'], environment });
  try {
    assert.match(system.output(), /^Demo: [1-9]\d* issued invoices/m);
    const ask = async (query: string) => {
      const response = await fetch(system.gatewayUrl, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${await system.tokenOf('admin')}`,
        },
        body: JSON.stringify({ query, variables: { skus: [], customers: [], last: [] } }),
        signal: AbortSignal.timeout(30_000),
      });
      return response.text();
    };
    assert.match(await ask('{ __typename }'), /DOCUMENT_NOT_TRUSTED/);
    const isRevoked = async () => (await ask(demoStateDocument)).includes('DOCUMENT_NOT_TRUSTED');
    await waitFor('the revocation', isRevoked);
  } finally {
    await system.stop();
  }
});
