import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import postgres from 'postgres';
import { openCopyIn } from '#platform/patches/copy-in.ts';

/** The floor: sends a file, which is written for this very table, through COPY. What it needs comes with the environment. */
const { DATABASE_URL = '', FILE = '', COPY = '' } = process.env;
const sql = postgres(DATABASE_URL, { max: 1, onnotice: () => {} });
try {
  await pipeline(createReadStream(FILE, { highWaterMark: 1 << 18 }), await openCopyIn(sql.unsafe(COPY)));
} finally {
  await sql.end();
}
