import { fork } from 'node:child_process';
import { type ProcessReport, type ProcessRequest, parseProcessReport } from '#platform/process/messages.ts';
import { settlesWithin } from '#platform/waiting/within.ts';

/** The program of a process. */
export interface ProcessSpec {
  readonly name: string;
  /** From the project's folder. */
  readonly file: string;
  readonly arguments?: readonly string[];
  /** Its variables beyond the environment that all share. */
  readonly environment: Readonly<Record<string, string>>;
}

/** The end of a process. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** One running process of the system. */
export interface Child {
  readonly pid: number | undefined;
  /** Resolves with true once it said that it is ready, with false when it ended before. */
  readonly ready: Promise<boolean>;
  /** Resolves when it is gone. */
  readonly exited: Promise<Exit>;
  /** Sends it a request, which is lost if it is gone. */
  send(request: ProcessRequest): void;
  /** Asks it to end, and ends it after so many milliseconds. */
  stop(withinMs: number): Promise<void>;
}

export interface ChildOptions {
  /** The project's folder. */
  readonly root: string;
  /** The whole environment of the process. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly onOutput: (text: string) => void;
  readonly onReport?: (report: ProcessReport) => void;
}

/**
 * Starts a process with the Node that runs this one.
 *
 * It ends by itself when this process is gone, since its IPC channel closes then. It has its own process group: a Ctrl-C
 * at the terminal reaches this process alone, which then ends the others in order.
 */
export function startChild(spec: ProcessSpec, options: ChildOptions): Child {
  const child = fork(spec.file, [...(spec.arguments ?? [])], {
    cwd: options.root,
    env: { ...options.environment, ...spec.environment },
    execArgv: [],
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', options.onOutput);
  const exited = new Promise<Exit>((resolve) => {
    child.once('error', () => resolve({ code: null, signal: null }));
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
  const ready = Promise.withResolvers<boolean>();
  void exited.then(() => ready.resolve(false));
  child.on('message', (message) => {
    const report = parseProcessReport(message);
    if (report?.type === 'ready') ready.resolve(true);
    if (report !== undefined) options.onReport?.(report);
  });
  return {
    pid: child.pid,
    ready: ready.promise,
    exited,
    send: (request) => {
      if (child.connected) child.send(request, () => {});
    },
    async stop(withinMs) {
      child.kill('SIGTERM');
      if (!(await settlesWithin(exited, withinMs))) child.kill('SIGKILL');
      await exited;
    },
  };
}
