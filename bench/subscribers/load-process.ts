import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Answer, Command } from './generator.ts';

/** The process that holds the subscribers. */
export interface LoadProcess {
  send<Kind extends Answer['kind']>(command: Command, kind: Kind): Promise<Extract<Answer, { kind: Kind }>>;
  close(): Promise<void>;
}

const limitMs = 120_000;

export function startLoadProcess(): LoadProcess {
  const child: ChildProcess = fork(fileURLToPath(new URL('generator.ts', import.meta.url)), {
    serialization: 'advanced',
  });
  const exited = once(child, 'exit');
  return {
    async send<Kind extends Answer['kind']>(command: Command, kind: Kind) {
      child.send(command);
      const answered = once(child, 'message', { signal: AbortSignal.timeout(limitMs) });
      const [answer] = (await Promise.race([answered, exited.then(() => [undefined])])) as [
        Answer | undefined,
      ];
      if (answer?.kind !== kind) throw new Error('The process with the subscribers has failed.');
      return answer as Extract<Answer, { kind: Kind }>;
    },
    async close() {
      if (child.connected) child.disconnect();
      await exited;
    },
  };
}
