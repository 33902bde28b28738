/** Ends with 0 when the address given answers 2xx within three seconds, else with 1: the health check of containers. */
const [address = 'http://127.0.0.1:4000/readyz'] = process.argv.slice(2);

try {
  const answer = await fetch(address, { signal: AbortSignal.timeout(3_000) });
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}: ${await answer.text()}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
