import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Scenario, ScenarioResult } from './scenario.ts';

const answerWithinMs = 60_000;

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
