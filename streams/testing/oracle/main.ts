import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { buildJava, hasProgram } from '#platform/testing/build-java.ts';
import { KafkaStreams } from './kafka-streams.ts';
import { recordingsFile, recordScenarios } from './recordings.ts';

/**
 * Compares the engine with Kafka Streams: builds the Java part (kept in DATA_DIR), then runs the tests with it. `--record`
 * writes the recordings anew instead. Without Maven and Java there is nothing to compare with; in CI that is a failure.
 */
const folder = resolve(process.env.DATA_DIR || '.data', 'kafka-streams-oracle');

if (!((await hasProgram('mvn')) && (await hasProgram('java')))) {
  process.stdout.write('Skipped: comparing with Kafka Streams needs Maven (mvn) and Java 17.\n');
  process.exitCode = process.env.CI === 'true' ? 1 : 0;
} else {
  const classPath = await buildJava(join(import.meta.dirname, 'java'), folder, 'Oracle');
  process.stdout.write(`Kafka Streams is kept in ${folder}.\n`);
  if (process.argv.includes('--record')) await record(classPath);
  else process.exitCode = await runTests(classPath);
}

async function record(classPath: string): Promise<void> {
  const kafkaStreams = new KafkaStreams(classPath);
  try {
    await writeFile(recordingsFile, await recordScenarios(kafkaStreams, 400));
  } finally {
    await kafkaStreams.close();
  }
}

async function runTests(classPath: string): Promise<number> {
  const suite = spawn(process.execPath, ['--test', join(import.meta.dirname, 'equality.test.ts')], {
    stdio: 'inherit',
    timeout: 5 * 60_000,
    env: { ...process.env, KAFKA_STREAMS_CLASS_PATH: classPath },
  });
  const [code] = await once(suite, 'exit');
  return code ?? 1;
}
