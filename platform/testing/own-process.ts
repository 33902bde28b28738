/**
 * A test file that imports this module gets a process to itself, for example because it measures how long its process is
 * blocked. All others share a process with their neighbours (`e2e/run-tests.ts`).
 */
export {};
