import { z } from 'zod';
import { mappingSchema } from './mapping.ts';

/** The JSON Schema of mapping files. It cannot say all that is checked: rules between members are checked besides. */
export function mappingJsonSchema(): unknown {
  const schema = z.toJSONSchema(mappingSchema, { io: 'input' });
  return JSON.parse(JSON.stringify(schema));
}
