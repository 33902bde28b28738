#!/usr/bin/env node
'use strict';
// Rover's plugin `supergraph`, which the registry gives to Rover in place of Apollo's: it has the registry compose. Rover starts it
// as `supergraph compose FILE` with its own environment, and reads a build result from standard output.
const { readFile } = require('node:fs/promises');

/** The longest time of a composition, in milliseconds. */
const timeoutMs = 60_000;

async function main() {
  const [command, file] = process.argv.slice(2);
  if (command !== 'compose' || file === undefined)
    throw new Error('This plugin of the registry has the one command: compose FILE');
  const registry = process.env.APOLLO_REGISTRY_URL;
  if (!registry) throw new Error('Set APOLLO_REGISTRY_URL to the registry, which composes.');
  const response = await fetch(new URL('/compose', registry), {
    method: 'POST',
    headers: { 'content-type': 'application/yaml', 'x-api-key': process.env.APOLLO_KEY ?? '' },
    body: await readFile(file),
    signal: AbortSignal.timeout(timeoutMs),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`The registry answered ${response.status}: ${text}`);
  process.stdout.write(text);
  process.exitCode = 'Ok' in JSON.parse(text) ? 0 : 1;
}

main().catch((error) => {
  // Rover shows standard output and error of a plugin that ends with another code than 0 and 1.
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 2;
});
