import { type ChildProcessWithoutNullStreams, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Scenario, ScenarioResult } from './scenario.ts';

const run = promisify(execFile);
const project = fileURLToPath(new URL('java/', import.meta.url));

/** Maven loads 94 MB of jars at first. */
const buildWithinMs = 10 * 60_000;
const answerWithinMs = 60_000;

/**
 * Builds the Java part in a folder, and gives the class path to run it with. Maven itself sees what is up to date.
 *
 * @throws when Maven or Java 17 is missing, or the build fails
 */
export async function buildOracle(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  await cp(join(project, 'pom.xml'), join(folder, 'pom.xml'));
  await cp(join(project, 'src'), join(folder, 'src'), { recursive: true });
  const limits = { cwd: folder, timeout: buildWithinMs, maxBuffer: 16 * 1024 * 1024 };
  await run('mvn', ['-B', '-q', 'process-classes'], limits);
  const classes = join(folder, 'target', 'classes');
  await access(join(classes, 'Oracle.class'));
  return [classes, join(folder, 'target', 'jars', '*')].join(':');
}

/** Whether a program can be started here. */
export async function hasProgram(name: string): Promise<boolean> {
  return run(name, ['-version'], { timeout: 30_000 }).then(
    () => true,
    () => false,
  );
}

/** Kafka Streams under its test driver, in a process of its own that answers one scenario after the other. */
export class KafkaStreams {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;
  #complaints = '';

  constructor(classPath: string) {
    const flags = ['-Xmx256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];
    this.#child = spawn('java', [...flags, '-cp', classPath, 'Oracle']);
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#complaints = (this.#complaints + text).slice(-4_000);
    });
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  /** @throws when the process ends or does not answer in time */
  async run(scenario: Scenario): Promise<ScenarioResult> {
    this.#child.stdin.write(`${JSON.stringify(scenario)}\n`);
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), answerWithinMs);
    try {
      const line = await this.#lines.next();
      if (line.done === true) throw new Error(`Kafka Streams gave no answer. It said: ${this.#complaints}`);
      return JSON.parse(line.value);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Ends the process. */
  async close(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.stdin.end();
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), answerWithinMs);
    await ended;
    clearTimeout(timer);
  }
}
