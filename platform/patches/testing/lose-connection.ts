import postgres from 'postgres';

/**
 * A process that loses a connection of postgres.js as it is, and says `survived` if it outlives that. The first argument
 * is the address, the second says what is lost: `types`, a new connection's question for the array types, or `transaction`,
 * one that goes on after its connection was closed.
 */
const [, , url = '', what = ''] = process.argv;
const sql = postgres(url, { max: 1, fetch_types: what === 'types', onnotice: () => {} });
if (what === 'types') {
  await sql`select 1`.catch(() => undefined);
} else {
  const continued = Promise.withResolvers<void>();
  const lost = sql.begin(async (tx) => {
    await tx`select 'lose'`.catch(() => undefined);
    await continued.promise;
    await tx`select 1`;
  });
  await lost.catch(() => undefined);
  continued.resolve();
}
// An error that nobody can catch is thrown in one of the next turns of the event loop.
for (let turn = 0; turn < 10; turn += 1) await new Promise((resolve) => setImmediate(resolve));
process.stdout.write('survived\n');
process.exit(0);
