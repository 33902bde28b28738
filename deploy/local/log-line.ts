/** One line of a process's output, made ready for the terminal. */
export interface LogLine {
  /** True if it is a warning or worse, or not a line of a log at all, as written by a crash. */
  readonly isRemarkable: boolean;
  readonly text: string;
}

const remarkable = new Set(['warn', 'error', 'fatal']);

/** Turns a JSON line of a log into a short text for people: time, process, level, message and reason. */
export function toLogLine(process: string, line: string): LogLine {
  const entry = parseEntry(line);
  if (entry === undefined) return { isRemarkable: true, text: `${process}: ${line}` };
  const level = typeof entry.level === 'string' ? entry.level : 'info';
  const time = typeof entry.time === 'string' ? entry.time.slice(11, 19) : '';
  const reason = toReason(entry);
  return {
    isRemarkable: remarkable.has(level),
    text: `${time} ${process} ${level}: ${String(entry.msg ?? '')}${reason === '' ? '' : `: ${reason}`}`.trim(),
  };
}

function toReason(entry: Record<string, unknown>): string {
  const { err, reason } = entry;
  if (typeof reason === 'string') return reason;
  if (typeof err !== 'object' || err === null || !('message' in err)) return '';
  return String(err.message);
}

function parseEntry(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
