import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
/** Two thousand documents take three minutes on a busy machine, and as many PDF files take longer. */
const timeoutMs = 60 * 60_000;

/** A rule that a validator found violated. */
export interface Finding {
  readonly file: string;
  readonly source: string;
  readonly severity: string;
  readonly rule: string;
  readonly text: string;
}

/**
 * Gives files to the validators, all in one Java process.
 *
 * @param classPath that `buildJava` gave
 * @param files their contents by their names, which say the syntax: `x.cii.xml`, `x.invoice.xml`, `x.creditnote.xml`, `x.pdf`; PDF files and
 * those that begin with `mustang-` are also given to Mustang as a whole
 * @throws if the validators did not judge every file
 */
export async function validate(
  classPath: string,
  files: ReadonlyMap<string, string | Uint8Array>,
): Promise<Finding[]> {
  const folder = await mkdtemp(join(tmpdir(), 'documents-'));
  try {
    for (const [name, content] of files) await writeFile(join(folder, name), content);
    const { stdout } = await run('java', ['-cp', classPath, 'Validators', folder], {
      timeout: timeoutMs,
      maxBuffer: 64 * 1_024 * 1_024,
    });
    const lines = stdout.trimEnd().split('\n');
    const last = lines.pop();
    if (last !== `done\t${files.size}`)
      throw new Error(`The validators did not judge all documents: ${last}`);
    return lines.map((line) => {
      const [file = '', source = '', severity = '', rule = '', text = ''] = line.split('\t');
      return { file, source, severity, rule, text };
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
