import { repeatInCi, runNodeTests } from './run-node-tests.ts';

/** Runs the test runner of Node with the arguments given, as the scripts of suites in package.json do. */
const args = process.argv.slice(2);
const flags = args.filter((argument) => argument.startsWith('-'));
const { passed, failedFiles } = await runNodeTests(args);
const runAlone = async (file: string) => (await runNodeTests([...flags, file])).passed;
if (!passed && !(await repeatInCi(failedFiles, runAlone))) process.exitCode = 1;
