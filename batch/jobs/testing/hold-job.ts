import { connectDatabase } from '#platform/database/database.ts';
import { beginExecution } from '../begin-execution.ts';
import { beginStep } from '../begin-step.ts';
import { saveChunk } from '../save-chunk.ts';
import { createChunk, createRequest, twoPartitions } from './test-jobs.ts';

/** Begins to load a file, stores one chunk, reports it, and then runs for ever, to be killed. */
const [url = '', fileName = ''] = process.argv.slice(2);
const { sql } = connectDatabase({ url, name: 'held' });
const { execution } = await beginExecution({ sql, url }, createRequest(fileName));
await beginStep(sql, execution, 'load', async () => twoPartitions);
await sql.begin((tx) => saveChunk(tx, createChunk(execution, [0, 100])));
process.stdout.write('held\n');
setInterval(() => {}, 60_000);
