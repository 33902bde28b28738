import { execFile } from 'node:child_process';
import { access, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The jars to test against; published on Maven Central under the Apache License 2.0. */
const kafkaVersion = '4.3.1';

const copyGoal = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies';

const project = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>facturation</groupId>
  <artifactId>kafka-broker</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <dependencies>
    <dependency>
      <groupId>org.apache.kafka</groupId>
      <artifactId>kafka_2.13</artifactId>
      <version>${kafkaVersion}</version>
    </dependency>
    <dependency>
      <groupId>org.slf4j</groupId>
      <artifactId>slf4j-simple</artifactId>
      <version>1.7.36</version>
    </dependency>
  </dependencies>
</project>
`;

/** 44 MB to load. */
const obtainWithinMs = 5 * 60_000;

/**
 * The folder with the jars of a Kafka broker, loaded from Maven Central unless it is there already.
 *
 * @param folder where they are kept; below DATA_DIR when absent
 * @throws when Maven or Java is missing, or the download fails; its message says which.
 */
export async function obtainKafka(
  folder: string = resolve(process.env.DATA_DIR || '.data', 'kafka'),
): Promise<string> {
  const jars = join(folder, `kafka-${kafkaVersion}`);
  if (await exists(jars)) return jars;
  await mkdir(folder, { recursive: true });
  const draft = await mkdtemp(join(folder, 'loading-'));
  try {
    await writeFile(join(draft, 'pom.xml'), project);
    await load(draft);
    await rename(join(draft, 'jars'), jars);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return jars;
}

async function load(workingFolder: string): Promise<void> {
  const limits = { timeout: obtainWithinMs, maxBuffer: 16 * 1024 * 1024 };
  const parameters = ['-B', '-q', copyGoal, `-DoutputDirectory=${join(workingFolder, 'jars')}`];
  try {
    await run('mvn', parameters, { cwd: workingFolder, ...limits });
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') {
      throw new Error('Maven is missing; it and Java 17 are needed to run Kafka.', { cause });
    }
    throw new Error(`Kafka ${kafkaVersion} could not be loaded from Maven Central.`, { cause });
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
