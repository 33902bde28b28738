import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { settlesWithin } from '#platform/waiting/within.ts';
import { findFreePort } from './free-port.ts';

/** The lines of a broker's `server.properties`. */
export type BrokerSettings = Readonly<Record<string, string>>;

export interface KafkaServerOptions {
  /** The folder with the broker's jars, see `obtainKafka`. */
  readonly jars: string;
  /** Where the broker keeps its data and log; emptied first. A temporary one, deleted at the end, when absent. */
  readonly folder?: string;
  /** Changes the settings that a single broker on this machine needs. */
  readonly changeSettings?: (settings: BrokerSettings) => BrokerSettings;
  /** Flags of Java instead of those that start it quickly and keep it small; for measuring. */
  readonly javaFlags?: readonly string[];
}

/** A Kafka broker of one node, on 127.0.0.1. */
export interface KafkaServer {
  /** `host:port`, as KAFKA_BROKERS takes it. */
  readonly broker: string;
  /** Ends it with SIGKILL and waits until it is gone. */
  kill(): Promise<void>;
  /** Starts it again after `kill`, with its data and on its port. */
  restart(): Promise<void>;
  /** Memory it holds, in bytes; undefined where the system does not say. */
  residentBytes(): Promise<number | undefined>;
  /** Ends it in order, within 20 seconds, and waits until it is gone. */
  stop(): Promise<void>;
}

const run = promisify(execFile);
const readyWithinMs = 180_000;
const stopWithinMs = 20_000;
const quickJavaFlags = [
  '-Xmx256m',
  '-XX:+UseSerialGC',
  '-XX:TieredStopAtLevel=1',
  '-XX:MaxDirectMemorySize=128m',
];
const logFlags = [
  '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
  '-Dorg.slf4j.simpleLogger.log.kafka.server.KafkaRaftServer=info',
];

/** The broker ends when its owner does, also by SIGKILL: a shell holds a pipe from the owner and sees it close. */
const supervise = 'exec 3<&0; "$@" & server=$!; { read -r _ <&3; kill -TERM $server; } & wait $server';

/**
 * Starts a broker with an empty log and waits until it answers.
 *
 * @throws when it is not ready in time, with the end of its log
 */
export async function startKafkaServer(options: KafkaServerOptions): Promise<KafkaServer> {
  const { jars, javaFlags = quickJavaFlags } = options;
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'facturation-kafka-')));
  const classPath = join(jars, '*');
  const port = await findFreePort();
  const controllerPort = await findFreePort();
  const settingsFile = join(folder, 'server.properties');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const settings = settingsOf(folder, port, controllerPort);
  await writeFile(settingsFile, toProperties(options.changeSettings?.(settings) ?? settings));
  const { stdout } = await run('java', ['-cp', classPath, 'kafka.tools.StorageTool', 'random-uuid'], {
    timeout: readyWithinMs,
  });
  const clusterId = stdout.trim().split('\n').at(-1) ?? '';
  const format = ['format', '--standalone', '-t', clusterId, '-c', settingsFile];
  await run('java', ['-cp', classPath, 'kafka.tools.StorageTool', ...format], { timeout: readyWithinMs });

  const logFile = join(folder, 'server.log');
  const start = () =>
    startBroker([...javaFlags, ...logFlags, '-cp', classPath, 'kafka.Kafka', settingsFile], port, logFile);
  let server = await start();
  return {
    broker: `127.0.0.1:${port}`,
    kill: () => end(server, 'SIGKILL'),
    restart: async () => {
      server = await start();
    },
    residentBytes: () => residentBytesOf(server),
    stop: async () => {
      await end(server, 'SIGTERM');
      if (options.folder === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Timeouts are short, so that a killed broker is back within seconds instead of twelve. */
function settingsOf(folder: string, port: number, controllerPort: number): Record<string, string> {
  return {
    'process.roles': 'broker,controller',
    'node.id': '1',
    'controller.quorum.bootstrap.servers': `127.0.0.1:${controllerPort}`,
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'PLAINTEXT',
    'log.dirs': join(folder, 'data'),
    'auto.create.topics.enable': 'false',
    'offsets.topic.num.partitions': '1',
    'offsets.topic.replication.factor': '1',
    'transaction.state.log.num.partitions': '1',
    'transaction.state.log.replication.factor': '1',
    'transaction.state.log.min.isr': '1',
    'share.coordinator.state.topic.num.partitions': '1',
    'share.coordinator.state.topic.replication.factor': '1',
    'share.coordinator.state.topic.min.isr': '1',
    'group.initial.rebalance.delay.ms': '0',
    'group.min.session.timeout.ms': '1000',
    'log.cleaner.dedupe.buffer.size': '8388608',
    'log.retention.hours': '-1',
    'broker.session.timeout.ms': '2000',
    'broker.heartbeat.interval.ms': '500',
    'controller.quorum.election.timeout.ms': '300',
    'controller.quorum.fetch.timeout.ms': '1000',
  };
}

function toProperties(settings: BrokerSettings): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

async function startBroker(
  parameters: readonly string[],
  port: number,
  logFile: string,
): Promise<ChildProcess> {
  const server = spawn('/bin/sh', ['-c', supervise, 'sh', 'java', ...parameters], {
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
  const log = createWriteStream(logFile, { flags: 'a' });
  const said: string[] = [];
  for (const output of [server.stdout, server.stderr]) {
    output?.setEncoding('utf8').on('data', (text: string) => said.push(text));
    output?.pipe(log, { end: false });
  }
  server.once('close', () => log.end());
  server.stdin?.on('error', () => {});
  try {
    await waitUntilReady(server, port, () => said.join('').includes('Kafka Server started'));
  } catch (cause) {
    await end(server, 'SIGKILL');
    const text = await readFile(logFile, 'utf8').catch(() => '');
    throw new Error(`Kafka did not start. Its log ends with:\n${text.slice(-3000)}`, { cause });
  }
  return server;
}

async function waitUntilReady(server: ChildProcess, port: number, hasSaidSo: () => boolean): Promise<void> {
  const giveUpAt = performance.now() + readyWithinMs;
  while (performance.now() < giveUpAt) {
    if (server.exitCode !== null) throw new Error(`Kafka ended with code ${server.exitCode}.`);
    if (hasSaidSo() && (await answers(port))) return;
    await delay(50);
  }
  throw new Error(`Kafka was not ready within ${readyWithinMs / 1000} s.`);
}

async function answers(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(1000) });
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

/** The shell and Java are a process group of their own. */
async function end(server: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null || server.pid === undefined) return;
  const group = -server.pid;
  const ended = once(server, 'exit');
  if (signal === 'SIGKILL') process.kill(group, 'SIGKILL');
  else server.stdin?.end();
  if (!(await settlesWithin(ended, stopWithinMs))) process.kill(group, 'SIGKILL');
  await ended;
}

async function residentBytesOf(server: ChildProcess): Promise<number | undefined> {
  const children = await readFile(`/proc/${server.pid}/task/${server.pid}/children`, 'utf8').catch(() => '');
  let kilobytes = 0;
  for (const pid of children.trim().split(' ')) {
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
    kilobytes = Math.max(kilobytes, Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0));
  }
  return kilobytes === 0 ? undefined : kilobytes * 1024;
}
