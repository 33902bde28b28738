import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { buildJava, hasProgram } from '#platform/testing/build-java.ts';

/**
 * Gives documents to the official validators: builds the Java part (kept in DATA_DIR), then runs the tests with it, one file after
 * the other. DOCUMENT_COUNT is the number of random documents, PDF_DOCUMENT_COUNT of those that are drawn as PDF. Without Maven and Java nothing can be judged; in CI that is a failure.
 */
const folder = resolve(process.env['DATA_DIR'] || '.data', 'document-validators');

if ((await hasProgram('mvn')) && (await hasProgram('java'))) {
  const classPath = await buildJava(join(import.meta.dirname, 'java'), folder, 'Validators');
  process.stdout.write(`The validators are kept in ${folder}.\n`);
  const files = ['validation', 'pdf-validation'].map((name) =>
    join(import.meta.dirname, `${name}.system.test.ts`),
  );
  const suite = spawn(process.execPath, ['--test', '--test-concurrency=1', ...files], {
    stdio: 'inherit',
    timeout: 90 * 60_000,
    env: { ...process.env, DOCUMENT_VALIDATORS_CLASS_PATH: classPath },
  });
  const [code] = await once(suite, 'exit');
  process.exitCode = code ?? 1;
} else {
  process.stdout.write('Skipped: the validators of documents need Maven (mvn) and Java 17.\n');
  process.exitCode = process.env['CI'] === 'true' ? 1 : 0;
}
