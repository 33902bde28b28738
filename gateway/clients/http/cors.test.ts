import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startTestGateway, type TestGateway } from '../../testing/test-gateway.ts';

const LISTED = 'https://app.example.com';
const STRANGER = 'https://evil.example.com';
let gateway: TestGateway;
before(async () => {
  gateway = await startTestGateway({ CORS_ORIGINS: LISTED });
});
after(() => gateway.close());

function preflight(origin: string): Promise<Response> {
  return fetch(gateway.url, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization',
    },
  });
}

test('a listed origin may call, with credentials', async () => {
  const { headers } = await preflight(LISTED);
  assert.equal(headers.get('access-control-allow-origin'), LISTED);
  assert.equal(headers.get('access-control-allow-credentials'), 'true');
  assert.match(headers.get('access-control-allow-headers') ?? '', /authorization/);
  const answer = await gateway.ask('{ hello }', { headers: { origin: LISTED } });
  assert.equal(answer.headers.get('access-control-allow-origin'), LISTED);
});

test('another origin is allowed nothing', async () => {
  const { headers } = await preflight(STRANGER);
  assert.equal(headers.get('access-control-allow-origin'), null);
  assert.equal(headers.get('access-control-allow-credentials'), null);
  const answer = await gateway.ask('{ hello }', { headers: { origin: STRANGER } });
  assert.equal(answer.headers.get('access-control-allow-origin'), null);
});

test('an origin learns why it is refused when its token is', async () => {
  const answer = await gateway.ask('{ hello }', {
    headers: { origin: LISTED, authorization: 'Bearer nonsense' },
  });
  assert.equal(answer.status, 401);
  assert.equal(answer.headers.get('access-control-allow-origin'), LISTED);
});
