import { connect, type Socket } from 'node:net';
import { after, before, test } from 'node:test';
import { waitFor } from '#platform/testing/wait-for.ts';
import { startTestGateway, type TestGateway } from '../../testing/test-gateway.ts';

const eventStream = 'text/event-stream';
const multipartStream = 'multipart/mixed;boundary=graphql;subscriptionSpec=1.0,application/json';

let gateway: TestGateway;
before(async () => {
  gateway = await startTestGateway({ STREAM_HEARTBEAT_MS: '100' });
});
after(() => gateway.close());

test('a client that reads nothing is dropped, and not counted any more', async () => {
  const countStreams = () => readFigure(gateway, streamCount);
  const socket = openUnread(gateway, eventStream);
  await waitFor('the stream', async () => (await countStreams()) === 1);
  const flooding = setInterval(() => gateway.library.feeds.lend(20), 10);
  try {
    await waitFor('the gateway to give up', async () => (await countStreams()) === 0);
  } finally {
    clearInterval(flooding);
    socket.destroy();
  }
});

for (const accept of [eventStream, multipartStream]) {
  test(`a client that ends its side and reads nothing is dropped at once: ${accept.slice(0, 9)}`, async () => {
    const patient = await startTestGateway({ STREAM_HEARTBEAT_MS: '600000' });
    const socket = openUnread(patient, accept);
    const readSubscriptions = () => readFigure(patient, subscriptionCount);
    try {
      await waitFor('the subscription', async () => (await readSubscriptions()) === 1);
      await waitFor('results that nobody reads', async () => {
        patient.library.feeds.lend(100);
        return (await readFigure(patient, /^gateway_subscription_queued_results (\d+)$/m)) > 0;
      });
      socket.end();
      await waitFor('the end of the subscription', async () => (await readSubscriptions()) === 0);
    } finally {
      socket.destroy();
      await patient.close();
    }
  });
}

const streamCount = /^gateway_connections\{transport="event-stream"\} (\d+)$/m;
const subscriptionCount = /^gateway_subscriptions\{mode="EVERY"\} (\d+)$/m;

async function readFigure({ url }: TestGateway, figure: RegExp): Promise<number> {
  const text = await (await fetch(url.replace('/graphql', '/metrics'))).text();
  return Number(figure.exec(text)?.[1] ?? 0);
}

/** Subscribes to large events and reads nothing of them. */
function openUnread({ url }: TestGateway, accept: string): Socket {
  const { port, host } = new URL(url);
  const socket = connect({ port: Number(port), host: '127.0.0.1', allowHalfOpen: true }).pause();
  socket.on('error', () => {});
  const body = JSON.stringify({ query: `subscription { returned { ${manyAliases()} } }` });
  socket.write(
    `POST /graphql HTTP/1.1\r\nhost: ${host}\r\naccept: ${accept}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  );
  return socket;
}

/** Makes an event of some kilobytes. */
function manyAliases(): string {
  return Array.from({ length: 30 }, (_, index) => `${'a'.repeat(200)}${index}: number`).join(' ');
}
