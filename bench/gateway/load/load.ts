import { connect } from 'node:net';
import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';
import { AnswerReader } from './answer-reader.ts';
import { type Pace, type Send, startPace } from './pace.ts';

/** A request for GraphQL. */
export interface LoadRequest {
  readonly body: string;
  /** The header of that name. */
  readonly authorization?: string;
}

export interface LoadOptions {
  readonly url: string;
  /** Each sends its next request when the last one is answered, until a pace is given. */
  readonly connections: number;
  /** Sent in turn by all connections, so that each sends something else than its neighbours. */
  readonly requests: readonly LoadRequest[];
  /** The length of the answer to each body. One of another length has failed, whatever its status. */
  readonly answerBytes: ReadonlyMap<string, number>;
}

/** The answers since the figures were last taken. */
interface LoadFigures {
  /** Of each answer's time, in microseconds. */
  readonly histogram: RecordableHistogram;
  readonly answers: number;
  /** Requests without an answer, or with another than was expected. */
  readonly failed: number;
  readonly elapsedMs: number;
}

/** A load that goes on until it is stopped, so that figures are taken while it is steady. */
export interface RunningLoad extends Disposable {
  takeFigures(): LoadFigures;
  /**
   * From now on requests are sent at this even pace, by whichever connection is free; their time counts from when they
   * were due.
   */
  paceTo(perSecond: number): void;
}

/** The sizes of chunks are counted as well, and differ with the network. */
const toleranceBytes = 128;

/** Read into again and again, which spares the load generator most of its memory traffic. */
const readBytes = 256 * 1_024;

/**
 * Sends requests as fast as they are answered, by sockets of its own: autocannon takes so much of its processor for an
 * answer of 90 kB that it measures itself rather than a gateway that shares answers.
 */
export function startLoad({ url, connections, requests, answerBytes }: LoadOptions): RunningLoad {
  const { hostname, port, host, pathname } = new URL(url);
  const messages = requests.map((request) => ({
    bytes: toMessage(request, host, pathname),
    answerBytes: answerBytes.get(request.body) ?? 0,
  }));
  const stopped = new AbortController();
  let figures = startFigures();
  let sent = 0;
  let pace: Pace | undefined;

  function open(): void {
    const reader = new AnswerReader();
    let expectedBytes = 0;
    let sentAt = 0;
    let isWaiting = false;

    const send: Send = (dueAt) => {
      const message = messages[sent % messages.length];
      if (message === undefined) return;
      sent += 1;
      expectedBytes = message.answerBytes;
      sentAt = dueAt;
      isWaiting = true;
      socket.write(message.bytes);
    };
    const sendNext = () => (pace === undefined ? send(performance.now()) : pace.sendWhenDue(send));
    const receive = (length: number, buffer: Buffer): boolean => {
      const answer = reader.read(buffer.subarray(0, length));
      if (answer === undefined) return true;
      isWaiting = false;
      figures.histogram.record(Math.max(1, Math.round((performance.now() - sentAt) * 1_000)));
      const isExpected = Math.abs(answer.bodyBytes - expectedBytes) <= toleranceBytes;
      if (answer.isOk && isExpected) figures.answers += 1;
      else figures.failed += 1;
      sendNext();
      return true;
    };
    const socket = connect({
      host: hostname,
      port: Number(port),
      noDelay: true,
      signal: stopped.signal,
      onread: {
        buffer: Buffer.allocUnsafe(readBytes),
        callback: (length, buffer) => receive(length, Buffer.from(buffer.buffer, buffer.byteOffset, length)),
      },
    });
    socket.on('connect', sendNext);
    socket.on('error', () => {});
    socket.on('close', () => {
      if (stopped.signal.aborted) return;
      pace?.forget(send);
      if (isWaiting) figures.failed += 1;
      // A gateway may close connections as it likes; one that does not even accept them is not asked again.
      if (sentAt > 0) open();
      else figures.failed += 1;
    });
  }

  for (let opened = 0; opened < connections; opened += 1) open();
  return {
    takeFigures() {
      const { startedAt, ...taken } = figures;
      figures = startFigures();
      return { ...taken, elapsedMs: figures.startedAt - startedAt };
    },
    paceTo(perSecond) {
      pace?.stop();
      pace = startPace(perSecond);
    },
    [Symbol.dispose]() {
      pace?.stop();
      stopped.abort();
    },
  };
}

function startFigures() {
  return { histogram: createHistogram(), answers: 0, failed: 0, startedAt: performance.now() };
}

function toMessage({ body, authorization }: LoadRequest, host: string, path: string): Buffer {
  const head = [
    `POST ${path} HTTP/1.1`,
    `host: ${host}`,
    'content-type: application/json',
    'accept: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
    ...(authorization === undefined ? [] : [`authorization: ${authorization}`]),
  ];
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`);
}
