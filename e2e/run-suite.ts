import { overTlsVariable } from './over-tls.ts';
import { repeatInCi, runNodeTests } from './run-node-tests.ts';

/**
 * Runs the test runner of Node with the arguments given, as the scripts of suites in package.json do. With `--tls` among them the
 * systems that the tests start speak TLS.
 */
const given = process.argv.slice(2);
const args = given.filter((argument) => argument !== '--tls');
if (given.includes('--tls')) process.env[overTlsVariable] = 'true';
const flags = args.filter((argument) => argument.startsWith('-'));
const { passed, failedFiles } = await runNodeTests(args);
const runAlone = async (file: string) => (await runNodeTests([...flags, file])).passed;
if (!passed && !(await repeatInCi(failedFiles, runAlone))) process.exitCode = 1;
