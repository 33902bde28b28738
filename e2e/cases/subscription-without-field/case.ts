import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openRawSocket } from '#platform/testing/websocket-client.ts';
import type { Case } from '../case.ts';

/** GraphQL, 5.2.4.1: the root field of a subscription has neither @skip nor @include. */
export const subscriptionWithoutField: Case = {
  name: 'a subscription whose field depends on a variable is refused as one with a literal is',
  async run({ system }) {
    const socket = await openRawSocket(system.gatewayUrl.replace(/^http/, 'ws'));
    try {
      const authorization = `Bearer ${await system.tokenOf('billing-manager')}`;
      socket.send({ type: 'connection_init', payload: { authorization } });
      const acknowledged = await socket.next();
      assert.equal(acknowledged.kind === 'message' && acknowledged.message['type'], 'connection_ack');
      socket.send(await readFile(join(import.meta.dirname, 'subscribe.json'), 'utf8'));
      const answer = await socket.next();
      assert.equal(answer.kind, 'message');
      const { type, payload } = answer.message as {
        readonly type?: string;
        readonly payload?: readonly { readonly message: string; readonly extensions?: { code?: string } }[];
      };
      assert.equal(type, 'error');
      assert.equal(
        payload?.[0]?.message,
        'The subscription selects no field; it needs one, without @skip or @include.',
      );
      assert.equal(payload[0].extensions?.code, 'BAD_USER_INPUT');
    } finally {
      socket.ws.close();
    }
  },
};
