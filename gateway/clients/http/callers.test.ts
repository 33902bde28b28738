import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startTestGateway, type TestGateway } from '../../testing/test-gateway.ts';
import type { SeenRequest } from '../../testing/test-subgraph.ts';

let gateway: TestGateway;
before(async () => {
  gateway = await startTestGateway();
});
after(() => gateway.close());

describe('a token', () => {
  test('that is missing makes the caller anonymous', async () => {
    const { status, body } = await gateway.ask('{ hello me { id } }');
    assert.equal(status, 200);
    assert.deepEqual(body.data, { hello: 'world', me: null });
    assert.deepEqual(
      body.errors?.map(({ path }) => path),
      [['me']],
    );
  });

  test('that is refused does not make the caller anonymous', async () => {
    const expired = await gateway.issuer.sign({ expiresIn: -100 });
    for (const authorization of [`Bearer ${expired}`, 'Bearer nonsense', 'Basic eDp5', 'Bearer']) {
      const { status, headers, body } = await gateway.ask('{ hello }', { headers: { authorization } });
      assert.equal(status, 401, authorization);
      assert.match(headers.get('www-authenticate') ?? '', /^Bearer error="invalid_token"/);
      assert.deepEqual(
        body.errors?.map(({ extensions }) => extensions.code),
        ['UNAUTHENTICATED'],
      );
      assert.equal(body.data, undefined);
    }
  });

  test('that cannot be judged answers 503 and when to try again', async () => {
    const other = await startTestGateway();
    try {
      other.issuer.setStatus(500);
      const { status, headers, body } = await other.ask('{ hello }', { roles: [] });
      assert.equal(status, 503);
      assert.ok(headers.get('retry-after'));
      assert.equal(headers.get('www-authenticate'), null);
      assert.equal(body.errors?.[0]?.extensions.code, 'PROVIDER_UNREACHABLE');
    } finally {
      await other.close();
    }
  });

  test('does not end up in the log', async () => {
    await gateway.ask('{ broken }', { roles: ['LIBRARIAN'] });
    assert.doesNotMatch(gateway.logLines.join(''), /eyJ/);
  });
});

function lastHeaders(): SeenRequest['headers'] {
  return gateway.library.books.seen.at(-1)?.headers ?? {};
}

describe('subgraphs are told', () => {
  test('the bearer token and the trace, and nothing else of the client', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    await gateway.ask('{ hello }', {
      roles: ['LIBRARIAN'],
      headers: {
        traceparent,
        cookie: 'a=b',
        'x-user': 'admin',
        'x-roles': 'ADMIN',
        'x-forwarded-user': 'root',
      },
    });
    const headers = lastHeaders();
    assert.match(headers.authorization ?? '', /^Bearer eyJ/);
    assert.match(
      String(headers.traceparent),
      /^00-0af7651916cd43dd8448eb211c80319c-(?!b7ad6b7169203331)[\da-f]{16}-01$/,
    );
    for (const name of ['cookie', 'x-user', 'x-roles', 'x-forwarded-user'])
      assert.equal(headers[name], undefined);
  });

  test('no token of an anonymous caller, and no trace that is malformed', async () => {
    await gateway.ask('{ hello }', { headers: { traceparent: 'x', 'x-roles': 'ADMIN' } });
    const headers = lastHeaders();
    assert.equal(headers.authorization, undefined);
    assert.equal(headers.traceparent, undefined);
  });
});
