import { nowMs } from './clock.ts';
import { type Evaluation, evaluate, type Written } from './evaluate.ts';
import { type FrameSocket, openFrameSocket } from './frame-socket.ts';
import { type Kind, kinds, tellsEach } from './kinds.ts';
import { Receipts } from './receipts.ts';

/** The commands to the process with the subscribers. */
export type Command =
  | {
      readonly kind: 'open';
      readonly port: number;
      readonly token: string;
      readonly of: Kind;
      readonly subscribers: number;
      /** Of `customerTotal`: one for each subscriber. */
      readonly customerIds: readonly string[];
    }
  | { readonly kind: 'evaluate'; readonly written: Written; readonly countsBefore: readonly number[] }
  | { readonly kind: 'close' };

/** Its answers. */
export type Answer =
  | { readonly kind: 'open' }
  | { readonly kind: 'evaluated'; readonly evaluation: Evaluation; readonly lost: readonly string[] }
  | { readonly kind: 'closed' };

/** The number of subscribers that connect at a time. */
const opening = 50;

let sockets: FrameSocket[] = [];
let lost: string[] = [];
let of: Kind = 'liveTotals';
const receipts = new Receipts();

/** Opens all; totals have their first value then, and invoices are subscribed to. */
async function open(command: Extract<Command, { kind: 'open' }>): Promise<void> {
  of = command.of;
  lost = [];
  receipts.clear();
  let next = 0;
  const openSome = async () => {
    while (next < command.subscribers) {
      const subscriber = next;
      next += 1;
      sockets.push(await subscribe(command, subscriber));
    }
  };
  await Promise.all(Array.from({ length: opening }, openSome));
}

function subscribe(
  { port, token, customerIds }: Extract<Command, { kind: 'open' }>,
  subscriber: number,
): Promise<FrameSocket> {
  const { query, read } = kinds[of];
  const customerId = customerIds[subscriber];
  const payload = { query, ...(customerId !== undefined && { variables: { id: customerId } }) };
  return new Promise((resolve, reject) => {
    const socket = openFrameSocket({
      port,
      path: '/graphql',
      protocol: 'graphql-transport-ws',
      onOpen: (opened) =>
        opened.send(
          JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } }),
        ),
      onText: (message) => {
        const value = read(message);
        if (value !== undefined) {
          receipts.add(subscriber, value, nowMs());
          resolve(socket);
        } else if (message.includes('"connection_ack"')) {
          socket.send(JSON.stringify({ type: 'subscribe', id: '1', payload }));
          // Nothing tells that an invoice is listened for: whoever opens waits a while.
          if (tellsEach(of)) resolve(socket);
        } else if (message.includes('"ping"')) socket.send('{"type":"pong"}');
        else lost.push(message.toString());
      },
      onLost: (why) => {
        lost.push(why);
        reject(new Error(why));
      },
    });
  });
}

async function carryOut(command: Command): Promise<Answer> {
  if (command.kind === 'open') {
    await open(command);
    return { kind: 'open' };
  }
  if (command.kind === 'close') {
    for (const socket of sockets) socket.close();
    sockets = [];
    return { kind: 'closed' };
  }
  const { written, countsBefore } = command;
  const evaluation = evaluate(of, receipts, { subscribers: sockets.length, written, countsBefore });
  return { kind: 'evaluated', evaluation, lost };
}

process.on('message', (command: Command) => {
  carryOut(command).then(
    (answer) => process.send?.(answer),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
process.once('disconnect', () => process.exit());
