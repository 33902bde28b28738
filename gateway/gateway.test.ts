import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startTestGateway, type TestGateway } from './testing/test-gateway.ts';

let gateway: TestGateway;
before(async () => {
  gateway = await startTestGateway();
});
after(() => gateway.close());

const librarian = { roles: ['LIBRARIAN'] };

describe('one operation over several subgraphs', () => {
  test('answers in full for who may read all', async () => {
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

  test('is cut for who may not, with an error at the place', async () => {
    const { status, body } = await gateway.ask('{ books { author { email name } title } hello }', {
      roles: [],
    });
    assert.equal(status, 200);
    assert.deepEqual(body.errors, [
      {
        message: 'Unauthorized field or type',
        path: ['books', '@', 'author', 'email'],
        extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' },
      },
    ]);
    assert.equal(
      JSON.stringify(body.data),
      '{"books":[{"author":{"email":null,"name":"Author a"},"title":"Dune"},{"author":{"email":null,"name":"Author b"},"title":"Solaris"}],"hello":"world"}',
    );
  });
});
