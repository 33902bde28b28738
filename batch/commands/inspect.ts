import type { Command } from 'commander';
import { readHead } from '../csv/open-bytes.ts';
import { listShippedMappings } from '../mapping/find-mapping.ts';
import { proposeMapping } from '../mapping/infer/propose-mapping.ts';
import { readSample, sampleBytes } from '../mapping/infer/read-sample.ts';
import { toMappingName } from '../mapping/infer/to-mapping-name.ts';
import type { CommandTools } from './command-tools.ts';

/** `inspect FILE`: proposes a mapping for a file. */
export function addInspectCommand(
  program: Command,
  { output, fail }: Pick<CommandTools, 'output' | 'fail'>,
): void {
  program
    .command('inspect')
    .description('proposes a mapping for a file, as a mapping file that lists its uncertain points')
    .argument('<file>', 'CSV, plain or compressed with gzip or zstd')
    .option('--name <name>', 'the name of the mapping; made from the name of the file if absent')
    .action(async (file: string, options: { readonly name?: string }) => {
      const { bytes } = await readHead(file, sampleBytes);
      const { sample, doubts } = readSample(bytes);
      const name = options.name ?? toMappingName(file);
      const { mapping, missing } = proposeMapping(sample, doubts, name, await listShippedMappings());
      if (mapping !== undefined) {
        output.write(`${JSON.stringify(mapping, undefined, 2)}\n`);
        return;
      }
      output.write(`${file}: no mapping can be proposed, as no column holds ${missing.join('; ')}.\n`);
      fail();
    });
}
