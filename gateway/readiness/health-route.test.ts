import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { createHttpServer } from '#platform/http/http-server.ts';
import { createLog } from '#platform/log/log.ts';
import { createTestIssuer, type TestIssuer } from '#platform/testing/test-issuer.ts';
import { createTokenVerifier, type TokenVerifier } from '#platform/tokens/token-verifier.ts';
import { bearerCredentials } from '../credentials/identify-caller.ts';
import { registerHealthRoute } from './health-route.ts';

let issuer: TestIssuer;
let verifier: TokenVerifier;
let app: FastifyInstance;
let watched: Server;

before(async () => {
  issuer = await createTestIssuer({ algorithm: 'RS256' });
  verifier = createTokenVerifier({ issuers: [issuer.trusted()] });
  app = await createHttpServer({ log: createLog({ name: 'gateway', level: 'silent' }) });
  const parts = {
    database: async () => {},
    mail: { check: () => Promise.reject(new Error('no answer')), isRequired: false },
  };
  watched = createServer((request, response) => {
    response.writeHead(request.url === '/works' ? 200 : 503).end();
  }).listen(0, '127.0.0.1');
  await once(watched, 'listening');
  const origin = `http://127.0.0.1:${(watched.address() as AddressInfo).port}`;
  const services = { mailer: `${origin}/works`, printer: `${origin}/is-away` };
  registerHealthRoute(app, {
    parts,
    services,
    roles: ['OPERATOR'],
    credentials: bearerCredentials,
    verifier,
  });
});
after(async () => {
  await app?.close();
  watched?.close();
  verifier?.close();
  await issuer?.close();
});

async function ask(token?: string) {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const answer = await app.inject({ url: '/gateway/health', headers });
  return { status: answer.statusCode, cache: answer.headers['cache-control'], body: answer.json() };
}

test('tells somebody with the role which parts work', async () => {
  const { status, cache, body } = await ask(await issuer.sign({ roles: ['OPERATOR'] }));
  assert.deepEqual(
    [status, cache, body],
    [
      200,
      'no-store',
      {
        isReady: true,
        isDegraded: true,
        parts: { database: 'ok', mail: 'down', 'service mailer': 'ok', 'service printer': 'down' },
      },
    ],
  );
});

test('tells nobody else anything', async () => {
  const answers = [await ask(), await ask(await issuer.sign({ roles: ['READER'] })), await ask('no token')];
  assert.deepEqual(
    answers.map(({ status, body }) => [status, body.code, body.parts]),
    [
      [401, 'UNAUTHENTICATED', undefined],
      [403, 'FORBIDDEN', undefined],
      [401, 'UNAUTHENTICATED', undefined],
    ],
  );
});
