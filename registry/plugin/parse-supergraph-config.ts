import { parse as parseYaml, YAMLParseError } from 'yaml';
import { z } from 'zod';
import { registryBounds } from '../bounds.ts';
import type { SubgraphPart } from '../composition/composition.ts';

/** The file that Rover hands to its plugin: every schema as SDL. */
const configSchema = z.object({
  subgraphs: z.record(
    z.string().max(registryBounds.subgraph),
    z.object({
      routing_url: z.string().max(registryBounds.url).nullish(),
      schema: z.object({ sdl: z.string().max(registryBounds.sdl) }),
    }),
  ),
});

/** Parses the supergraph configuration (YAML) that Rover resolved; a text that says what is wrong if it is another form. */
export function parseSupergraphConfig(text: string): readonly SubgraphPart[] | string {
  try {
    const config = configSchema.safeParse(parseYaml(text));
    if (!config.success) return z.prettifyError(config.error);
    const entries = Object.entries(config.data.subgraphs);
    if (entries.length > registryBounds.subgraphsPerVariant)
      return `A supergraph has at most ${registryBounds.subgraphsPerVariant} subgraphs.`;
    return entries.map(([name, { routing_url: url, schema }]) => ({ name, url: url ?? '', sdl: schema.sdl }));
  } catch (error) {
    if (error instanceof YAMLParseError || error instanceof ReferenceError)
      return `It is not YAML: ${error.message}`;
    throw error;
  }
}
