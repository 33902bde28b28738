import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startTestGateway, type TestGateway } from '../../testing/test-gateway.ts';

const listedOrigin = 'https://app.example.com';
const strangeOrigin = 'https://evil.example.com';
let gateway: TestGateway;
before(async () => {
  gateway = await startTestGateway({ CORS_ORIGINS: listedOrigin });
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
  const { headers } = await preflight(listedOrigin);
  assert.equal(headers.get('access-control-allow-origin'), listedOrigin);
  assert.equal(headers.get('access-control-allow-credentials'), 'true');
  assert.match(headers.get('access-control-allow-headers') ?? '', /authorization/);
  const answer = await gateway.ask('{ hello }', { headers: { origin: listedOrigin } });
  assert.equal(answer.headers.get('access-control-allow-origin'), listedOrigin);
});

test('another origin is allowed nothing', async () => {
  const { headers } = await preflight(strangeOrigin);
  assert.equal(headers.get('access-control-allow-origin'), null);
  assert.equal(headers.get('access-control-allow-credentials'), null);
  const answer = await gateway.ask('{ hello }', { headers: { origin: strangeOrigin } });
  assert.equal(answer.headers.get('access-control-allow-origin'), null);
});

test('an origin learns why it is refused when its token is', async () => {
  const answer = await gateway.ask('{ hello }', {
    headers: { origin: listedOrigin, authorization: 'Bearer nonsense' },
  });
  assert.equal(answer.status, 401);
  assert.equal(answer.headers.get('access-control-allow-origin'), listedOrigin);
});
