import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Texts that no log may hold, whatever a process did: tokens, addresses of the portal, and the e-mail addresses of people. */
const forms = [
  /eyJ[\w-]{10,}\.[\w-]{10,}/,
  /\bBearer [\w.~+/=-]{16,}/i,
  /\/portal\/[\w-]{16,}/,
  /[\w.+-]+@[\w-]+\.(com|org|net|example|test)\b/i,
];

/**
 * The places in a folder of logs that hold a token, an address of the portal, an e-mail address or one of the planted texts, as
 * `billing.log:7: <what was found>`.
 */
export async function findLogLeaks(folder: string, planted: readonly string[] = []): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => /\.log(\.1)?$/.test(name));
  const found = await Promise.all(
    names.map(async (name) => {
      const lines = (await readFile(join(folder, name), 'utf8')).split('\n');
      return lines.flatMap((line, index) => {
        const leaks = [
          ...forms.flatMap((form) => form.exec(line)?.[0] ?? []),
          ...planted.filter((text) => line.includes(text)),
        ];
        return leaks.map((leak) => `${name}:${index + 1}: ${leak}`);
      });
    }),
  );
  return found.flat();
}
