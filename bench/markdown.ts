import { cpus, release, totalmem } from 'node:os';

/** A table as GitHub's Markdown writes it. */
export function toMarkdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [header, header.map(() => '---'), ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** The machine that figures were taken on, in one line. */
export function describeMachine(): string {
  const [cpu] = cpus();
  const memoryGiB = Math.round(totalmem() / 1_024 ** 3);
  return `${cpus().length} × ${cpu?.model.trim() ?? 'CPU'}, ${memoryGiB} GiB, Linux ${release()}, Node ${process.versions.node}`;
}
