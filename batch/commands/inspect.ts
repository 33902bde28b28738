import type { Command } from 'commander';
import { readHead } from '../csv/open-bytes.ts';
import { describeDocuments } from '../documents/describe-documents.ts';
import { recogniseFile } from '../inspect/recognise-file.ts';
import { listShippedMappings } from '../mapping/find-mapping.ts';
import { proposeMapping } from '../mapping/infer/propose-mapping.ts';
import { readSample, sampleBytes } from '../mapping/infer/read-sample.ts';
import { toMappingName } from '../mapping/infer/to-mapping-name.ts';
import type { CommandTools } from './command-tools.ts';

/** `inspect FILE`: proposes a mapping for a file. */
export function addInspectCommand(
  program: Command,
  { output, fail, signal }: Pick<CommandTools, 'output' | 'fail' | 'signal'>,
): void {
  program
    .command('inspect')
    .description(
      'proposes a mapping for a file, as a mapping file that lists its uncertain points; says what electronic invoices hold',
    )
    .argument(
      '<file>',
      'CSV, or electronic invoices (CII, UBL, Factur-X) or a folder of them; also compressed with gzip or zstd',
    )
    .option('--name <name>', 'the name of the mapping; made from the name of the file if absent')
    .action(async (file: string, options: { readonly name?: string }) => {
      const content = await recogniseFile(file);
      if (content === 'documents') {
        for await (const line of describeDocuments(file, signal)) output.write(`${line}\n`);
        return;
      }
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
