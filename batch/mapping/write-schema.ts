import { writeFile } from 'node:fs/promises';
import { mappingJsonSchema } from './mapping-json-schema.ts';

/** Writes `mapping.schema.json`; a test fails if it is not up to date. */
const file = new URL('mapping.schema.json', import.meta.url);
await writeFile(file, `${JSON.stringify(mappingJsonSchema(), undefined, 2)}\n`);
