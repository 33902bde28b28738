import type { Desk } from './desk.ts';

/** The parts of `inspect`'s proposal for a file that cases check. */
export interface Proposal {
  readonly numbers?: { readonly minorUnits?: boolean; readonly rates?: string };
  readonly currencies?: { readonly smallLetters?: boolean };
  readonly invoice: Readonly<Record<string, unknown>>;
  readonly doubts: readonly string[];
}

/** Asks for a proposal, and what a dry run makes of the file with it. */
export async function tryProposal(
  desk: Desk,
  file: string,
): Promise<{ readonly proposal: Proposal; readonly dryRun: string }> {
  const { output, code } = await desk.batch('inspect', file);
  if (code !== 0) throw new Error(`inspect ${file} failed: ${output}`);
  const mapping = file.replace(/\.csv$/, '.proposed.json');
  await desk.write(mapping, output);
  const { output: dryRun } = await desk.batch('load', file, '--mapping', mapping, '--dry-run');
  return { proposal: JSON.parse(output) as Proposal, dryRun };
}
