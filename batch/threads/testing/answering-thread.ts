import { parentPort } from 'node:worker_threads';

/** Answers with the same text, or does what no thread should. */
const answers: Readonly<Record<string, () => unknown>> = {
  never: () => {
    for (;;);
  },
  all: () => {
    // Small pieces: at a large one V8 ends the whole process.
    for (let held: unknown; ; ) held = { held };
  },
  throw: () => {
    throw new RangeError('a fault');
  },
  exit: () => process.exit(3),
  later: () => {
    setImmediate(() => {
      throw new RangeError('a fault after the answer');
    });
  },
};

parentPort?.on('message', (question: string) => {
  parentPort?.postMessage(answers[question]?.() ?? question);
});
