import type { Command } from 'commander';
import { describeMapping } from '../mapping/describe-mapping.ts';
import { findMapping, listShippedMappings } from '../mapping/find-mapping.ts';
import { mappingJsonSchema } from '../mapping/mapping-json-schema.ts';
import type { CommandTools } from './command-tools.ts';

interface MappingsOptions {
  readonly json?: true;
  readonly schema?: true;
}

/** `mappings [MAPPING]`: lists the shipped mappings, or describes one. */
export function addMappingsCommand(program: Command, { output }: Pick<CommandTools, 'output'>): void {
  program
    .command('mappings')
    .description('lists the shipped mappings, or checks and describes one')
    .argument('[name|file]', 'one of those, or a JSON file')
    .option('--json', 'as JSON, with all defaults')
    .option('--schema', 'the JSON Schema of mapping files, for editors')
    .action(async (nameOrFile: string | undefined, options: MappingsOptions) => {
      if (options.schema === true) {
        output.write(toJson(mappingJsonSchema()));
        return;
      }
      const mappings =
        nameOrFile === undefined ? await listShippedMappings() : [await findMapping(nameOrFile)];
      if (options.json === true) {
        output.write(toJson(nameOrFile === undefined ? mappings : mappings[0]));
        return;
      }
      const described = mappings.map(describeMapping);
      const lines = nameOrFile === undefined ? described.map(([first]) => first) : described.flat();
      output.write(`${lines.join('\n')}\n`);
    });
}

function toJson(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
