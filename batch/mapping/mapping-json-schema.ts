import { z } from 'zod';
import { mappingSchema } from './mapping-schema.ts';

/** The JSON Schema of mapping files. It cannot express all checks: rules between members are checked separately. */
export function mappingJsonSchema(): unknown {
  const schema = z.toJSONSchema(mappingSchema, { io: 'input' });
  return JSON.parse(JSON.stringify(schema));
}
