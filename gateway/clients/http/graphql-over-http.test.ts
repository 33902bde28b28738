import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { serverAudits } from 'graphql-http';
import { startTestGateway, type TestGateway } from '../../testing/test-gateway.ts';

let gateway: TestGateway;
before(async () => {
  gateway = await startTestGateway({ BODY_LIMIT_BYTES: '2000' });
});
after(() => gateway.close());

/** Queries by GET without a header that forces a preflight, which CSRF prevention refuses. */
const knownNotices = ['5A70', 'D6D5', '6A70'];

test('the audits of graphql-http find no error, no warning, and the known notices', async () => {
  const found = { error: [] as string[], warn: [] as string[], notice: [] as string[] };
  for (const audit of serverAudits({ url: gateway.url })) {
    const result = await audit.fn();
    if (result.status !== 'ok') found[result.status].push(result.id);
  }
  assert.deepEqual(found, { error: [], warn: [], notice: knownNotices });
});

function post(body: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(gateway.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
}

async function codesOf(response: Response): Promise<unknown[]> {
  const body = (await response.json()) as { errors?: { extensions?: { code?: unknown } }[] };
  return (body.errors ?? []).map(({ extensions }) => extensions?.code);
}

describe('requests that are refused', () => {
  test('a mutation by GET', async () => {
    const query = encodeURIComponent('mutation { touch }');
    const response = await fetch(`${gateway.url}?query=${query}`, {
      headers: { 'apollo-require-preflight': '1' },
    });
    assert.equal(response.status, 405);
    assert.equal(response.headers.get('allow'), 'POST');
    assert.equal(gateway.library.books.seen.length, 0);
  });

  test('a query by GET that another site could have caused', async () => {
    const response = await fetch(`${gateway.url}?query=%7Bhello%7D`);
    assert.equal(response.status, 400);
    assert.match(await response.text(), /Cross-Site Request Forgery/);
  });

  test('a form or plain text', async () => {
    for (const type of [
      'application/x-www-form-urlencoded',
      'text/plain',
      'multipart/form-data; boundary=x',
    ]) {
      const response = await post('query={hello}', { 'content-type': type });
      assert.equal(response.status, type === 'text/plain' ? 400 : 415, type);
    }
  });

  test('a batch', async () => {
    const response = await post('[{"query":"{hello}"},{"query":"{hello}"}]');
    assert.equal(response.status, 400);
    assert.deepEqual(await codesOf(response), ['BAD_REQUEST']);
  });

  test('a body over the limit', async () => {
    const response = await post(JSON.stringify({ query: `{hello} #${'x'.repeat(3_000)}` }));
    assert.equal(response.status, 413);
    assert.deepEqual(await codesOf(response), ['BODY_TOO_LARGE']);
  });

  test('broken JSON', async () => {
    const response = await post('{"query":');
    assert.equal(response.status, 400);
    assert.deepEqual(await codesOf(response), ['BAD_REQUEST']);
  });
});

test('a query by GET answers when it carries a header that other sites cannot send', async () => {
  const response = await fetch(`${gateway.url}?query=%7Bhello%7D`, {
    headers: { 'apollo-require-preflight': '1' },
  });
  assert.deepEqual(await response.json(), { data: { hello: 'world' } });
});

describe('the status of a request that does not fit the schema', () => {
  const unfit = [
    ['{ hello', {}],
    ['{ nothing }', {}],
    ['query ($text: String!) { echo(text: $text) }', { text: 1 }],
  ] as const;

  test('is 400 for a client that asks for application/graphql-response+json', async () => {
    for (const [query, variables] of unfit) {
      const response = await post(JSON.stringify({ query, variables }), {
        accept: 'application/graphql-response+json',
      });
      assert.equal(response.status, 400, query);
    }
  });

  test('is 200 for a client that asks for application/json', async () => {
    for (const [query, variables] of unfit) {
      const response = await post(JSON.stringify({ query, variables }), { accept: 'application/json' });
      assert.equal(response.status, 200, query);
      assert.match(
        String(await codesOf(response)),
        /^(GRAPHQL_PARSE_FAILED|GRAPHQL_VALIDATION_FAILED|BAD_USER_INPUT)$/,
      );
    }
  });
});
