import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { waitFor } from '#platform/testing/wait-for.ts';
import { type DocumentServer, startDocumentServer } from './documents/testing/document-server.ts';
import { compose } from './testing/compose.ts';
import { startTestGateway, type TestGateway } from './testing/test-gateway.ts';

let server: DocumentServer;
let gateway: TestGateway;
before(async () => {
  server = await startDocumentServer('no supergraph at all');
  gateway = await startTestGateway({
    REGISTRY_URL: new URL(server.url).origin,
    REGISTRY_KEY: 'a key for tests alone',
    REGISTRY_GRAPH: 'shop',
  });
});
after(async () => {
  await gateway.close();
  await server.close();
});

const codeOf = async (query: string) => {
  const { body } = await gateway.ask(query, { roles: [] });
  return body.errors?.[0]?.extensions['code'];
};

test('a gateway begins with its file when the registry has nothing that it can use, and then follows the registry', async () => {
  assert.equal(await codeOf('{ hello }'), undefined);
  server.publish(compose([gateway.library.people]));
  await waitFor(
    'the new supergraph',
    async () => (await codeOf('{ hello }')) === 'GRAPHQL_VALIDATION_FAILED',
  );
  server.publish('broken');
  await waitFor('a refusal', () =>
    gateway.logLines.some((line) => /a new supergraph was refused/.test(line)),
  );
  assert.equal(await codeOf('{ authors { name } }'), undefined);
});
