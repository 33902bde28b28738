import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startTestGateway, type TestGateway } from './testing/test-gateway.ts';

let gateway: TestGateway;
before(async () => {
  gateway = await startTestGateway();
});
after(() => gateway.close());

const librarian = { roles: ['LIBRARIAN'] };
const cutError = {
  message: 'Unauthorized field or type',
  extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' },
};

describe('one operation over several subgraphs', () => {
  test('returns the whole answer to a caller with all rights', async () => {
    const { status, body } = await gateway.ask('{ books { title price author { name email } } }', librarian);
    assert.equal(status, 200);
    assert.deepEqual(body, {
      data: {
        books: [
          { title: 'Dune', price: 9, author: { name: 'Author a', email: 'a@example.com' } },
          { title: 'Solaris', price: 7, author: { name: 'Author b', email: 'b@example.com' } },
        ],
      },
    });
  });

  test('leaves out the parts that the caller may not read, with an error at each', async () => {
    const { status, body } = await gateway.ask('{ books { author { email name } title } hello }', {
      roles: [],
    });
    assert.equal(status, 200);
    assert.deepEqual(body.errors, [{ ...cutError, path: ['books', '@', 'author', 'email'] }]);
    assert.equal(
      JSON.stringify(body.data),
      '{"books":[{"author":{"email":null,"name":"Author a"},"title":"Dune"},{"author":{"email":null,"name":"Author b"},"title":"Solaris"}],"hello":"world"}',
    );
  });

  test('never asks a subgraph for what was cut', async () => {
    await gateway.ask('{ books { title author { name email } } }', { roles: [] });
    assert.doesNotMatch(gateway.library.people.seen.at(-1)?.query ?? '', /email/);
  });

  test('passes variables and picks the named operation', async () => {
    const { body } = await gateway.ask(
      'query A { hello } query B($text: String!, $times: Int = 2) { echo(text: $text, times: $times) }',
      { operationName: 'B', variables: { text: 'ab' } },
    );
    assert.deepEqual(body, { data: { echo: 'abab' } });
  });
});

describe('rules of every kind', () => {
  test('an operation of which everything is cut has no data', async () => {
    const { status, body } = await gateway.ask('{ me { name } }');
    assert.equal(status, 200);
    assert.deepEqual(body, { data: null, errors: [{ ...cutError, path: ['me'] }] });
  });

  test('a cut field that may not be null makes its parent null', async () => {
    const { body } = await gateway.ask('{ hello books { price title } }');
    assert.equal(body.data, null);
    assert.deepEqual(body.errors, [{ ...cutError, path: ['books', '@', 'price'] }]);
  });

  test('scopes are an OR of ANDs', async () => {
    const rare = async (scopes: string[]) =>
      (await gateway.ask('{ hello rare { title } }', { scopes })).body.data?.rare;
    assert.equal(await rare(['rare']), null);
    assert.deepEqual(await rare(['rare', 'read']), { title: 'Dune' });
    assert.deepEqual(await rare(['all']), { title: 'Dune' });
  });

  test('a policy that nobody decides is denied', async () => {
    const { body } = await gateway.ask('{ hello vault { title } }', { roles: ['ADMIN', 'LIBRARIAN'] });
    assert.deepEqual(body.data, { hello: 'world', vault: null });
  });

  test('on an interface only the failing fields of the failing types are null', async () => {
    const { body } = await gateway.ask('{ shelf { title ... on Film { minutes } ... on Book { isbn } } }', {
      roles: [],
    });
    assert.deepEqual(body.data, {
      shelf: [
        { title: 'Dune', isbn: '1' },
        { title: 'Solaris', isbn: '2' },
        { title: 'Stalker', minutes: null },
      ],
    });
  });

  test('a mutation without the role is not sent', async () => {
    const sent = gateway.library.books.seen.length;
    const { body } = await gateway.ask('mutation { lend(isbn: "1") { title } }', { roles: ['OTHER'] });
    assert.deepEqual(body, { data: null, errors: [{ ...cutError, path: ['lend'] }] });
    assert.equal(gateway.library.books.seen.length, sent);
    assert.equal(
      (await gateway.ask('mutation { lend(isbn: "1") { title } }', librarian)).body.errors,
      undefined,
    );
  });

  test('what was cut is logged with the request and the subject', () => {
    assert.match(gateway.logLines.join(''), /"subject":"[^"]+","paths":\["lend"\]/);
  });
});

describe('errors of subgraphs', () => {
  test('that were meant for clients keep message, code and path, and nothing else', async () => {
    const { body } = await gateway.ask('{ hello r: refused }');
    assert.deepEqual(body.data, { hello: 'world', r: null });
    assert.deepEqual(body.errors, [
      { message: 'Not on Sundays.', path: ['r'], extensions: { code: 'CLOSED', service: 'books' } },
    ]);
  });

  test('that are faults show nothing but the id under which the log has them', async () => {
    const masked = await startTestGateway({ EXPOSE_SUBGRAPH_ERRORS: 'false' });
    try {
      const { body } = await masked.ask('{ hello broken }');
      const [error] = body.errors ?? [];
      assert.deepEqual(error?.path, ['broken']);
      assert.equal(error?.message, 'Internal server error');
      assert.doesNotMatch(JSON.stringify(body), /select|hunter2|stack/);
      const requestId = String(error?.extensions.requestId);
      assert.ok(
        masked.logLines.some((line) => line.includes(requestId) && line.includes('a subgraph failed')),
      );
    } finally {
      await masked.close();
    }
  });

  test('that are faults show their message where subgraphs are exposed', async () => {
    const { body } = await gateway.ask('{ hello broken }');
    const [error] = body.errors ?? [];
    assert.match(error?.message ?? '', /^select password/);
    assert.equal(error?.extensions.code, 'DOWNSTREAM_SERVICE_ERROR');
    assert.equal(error?.extensions.service, 'books');
  });

  test('do not name the subgraph in production', async () => {
    const production = await startTestGateway({ NODE_ENV: 'production' });
    try {
      const { body } = await production.ask('{ hello r: refused }');
      assert.deepEqual(body.errors?.[0]?.extensions, { code: 'CLOSED' });
    } finally {
      await production.close();
    }
  });
});

describe('a subgraph that gives no answer', () => {
  const unusable = [
    ['is broken', { status: 500, type: 'text/html', body: '<h1>oops</h1>' }, 'SUBGRAPH_UNAVAILABLE'],
    ['answers something else', { type: 'text/html', body: '<h1>hello</h1>' }, 'SUBGRAPH_RESPONSE_INVALID'],
    ['answers broken JSON', { body: '{"data":' }, 'SUBGRAPH_RESPONSE_INVALID'],
    ['answers JSON that is not GraphQL', { body: '{"ok":true}' }, 'SUBGRAPH_RESPONSE_INVALID'],
  ] as const;

  for (const [what, answer, code] of unusable) {
    test(`because it ${what} leaves partial data, an error at each place and its reason in the log`, async () => {
      gateway.library.people.answerWith(answer);
      try {
        const { status, body } = await gateway.ask('{ books { title author { name } } authors { id } }');
        assert.equal(status, 200);
        assert.deepEqual(body.data, {
          books: [
            { title: 'Dune', author: null },
            { title: 'Solaris', author: null },
          ],
          authors: null,
        });
        const places = (body.errors ?? []).map(({ path, extensions }) => [path?.join('.'), extensions.code]);
        assert.deepEqual(places.sort(), [
          ['authors', code],
          ['books.0.author', code],
          ['books.1.author', code],
        ]);
        assert.doesNotMatch(JSON.stringify(body), /127\.0\.0\.1|oops|hello/);
      } finally {
        gateway.library.people.answerWith(undefined);
      }
    });
  }

  test('because it is down leaves partial data too', async () => {
    const other = await startTestGateway();
    try {
      await other.library.people.close();
      const { body } = await other.ask('{ books { title author { name } } }');
      assert.deepEqual(body.data, {
        books: [
          { title: 'Dune', author: null },
          { title: 'Solaris', author: null },
        ],
      });
      assert.deepEqual(
        body.errors?.map(({ extensions }) => extensions.code),
        ['SUBGRAPH_UNAVAILABLE', 'SUBGRAPH_UNAVAILABLE'],
      );
    } finally {
      await other.close();
    }
  });

  test('in time is given up', async () => {
    const other = await startTestGateway({ SUBGRAPH_TIMEOUT_MS: '200' });
    const gate = other.library.closeGate();
    try {
      const { body } = await other.ask('{ slow authors { id } }');
      assert.deepEqual(body.data, { slow: null, authors: [{ id: 'a' }, { id: 'b' }] });
      assert.deepEqual(
        body.errors?.map(({ path, extensions }) => [path?.[0], extensions.code]),
        [['slow', 'SUBGRAPH_TIMEOUT']],
      );
    } finally {
      gate.open();
      await other.close();
    }
  });

  test('within the time of the whole operation is given up as well', async () => {
    const other = await startTestGateway({ OPERATION_TIMEOUT_MS: '300' });
    const gate = other.library.closeGate();
    try {
      const { body } = await other.ask('{ slow }');
      assert.deepEqual(
        body.errors?.map(({ extensions }) => extensions.code),
        ['SUBGRAPH_TIMEOUT'],
      );
    } finally {
      gate.open();
      await other.close();
    }
  });

  test('small enough is refused', async () => {
    const other = await startTestGateway({ SUBGRAPH_MAX_RESPONSE_BYTES: '1000' });
    try {
      const { body } = await other.ask('{ echo(text: "0123456789", times: 200) }');
      assert.deepEqual(
        body.errors?.map(({ extensions }) => extensions.code),
        ['SUBGRAPH_RESPONSE_INVALID'],
      );
    } finally {
      await other.close();
    }
  });
});

describe('options of authorization', () => {
  const ask = async (environment: Record<string, string>) => {
    const other = await startTestGateway(environment);
    try {
      return (await other.ask('{ hello me { name } }')).body;
    } finally {
      await other.close();
    }
  };

  test('one cut can refuse the whole operation', async () => {
    assert.deepEqual(await ask({ AUTHORIZATION_REJECT_UNAUTHORIZED: 'true' }), {
      data: null,
      errors: [{ ...cutError, path: ['me'] }],
    });
  });

  test('a dry run reports and cuts nothing', async () => {
    assert.deepEqual(await ask({ AUTHORIZATION_DRY_RUN: 'true' }), {
      data: { hello: 'world', me: { name: 'Author a' } },
      errors: [{ ...cutError, path: ['me'] }],
    });
  });

  test('errors can stand among the extensions', async () => {
    assert.deepEqual(await ask({ AUTHORIZATION_ERRORS: 'extensions' }), {
      data: { hello: 'world', me: null },
      extensions: { authorizationErrors: [{ ...cutError, path: ['me'] }] },
    });
  });

  test('errors can be left out', async () => {
    assert.deepEqual(await ask({ AUTHORIZATION_ERRORS: 'disabled' }), { data: { hello: 'world', me: null } });
  });
});
