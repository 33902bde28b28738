import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { waitFor } from '#platform/testing/wait-for.ts';
import { root } from './compose-file.ts';

/** A program that runs as the compose file starts it: its command, its environment and nothing else. */
export interface LocalProcess {
  /** All it wrote. */
  output(): string;
  readonly exited: Promise<number | null>;
  stop(): Promise<void>;
  /** Ends it at once, as a crash would. */
  kill(): void;
}

/** Starts a command of the compose file; `node` is the Node that runs the test. */
export function startCommand(
  command: readonly string[],
  environment: Readonly<Record<string, string>>,
): LocalProcess {
  const [program = '', ...args] = command;
  const child: ChildProcess = spawn(program === 'node' ? process.execPath : program, args, {
    cwd: root,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
  }
  const exited = once(child, 'close').then(([code]) => code as number | null);
  return {
    output: () => text,
    exited,
    kill: () => child.kill('SIGKILL'),
    stop: async () => {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

/** Waits until an address answers 200. */
export async function waitUntilOk(url: string, running: LocalProcess): Promise<void> {
  const isOk = async () => {
    const answer = await fetch(url, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined);
    await answer?.body?.cancel();
    return answer?.status === 200;
  };
  try {
    await waitFor(`${url} to answer 200`, isOk, 60_000);
  } catch (error) {
    throw new Error(`${String(error)}\n${running.output()}`);
  }
}
