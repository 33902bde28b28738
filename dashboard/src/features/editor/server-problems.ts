import type { InputProblem } from '../../api/use-change.ts';
import { type DetailText, detailFields } from './draft-details.ts';
import type { FieldProblems } from './draft-reading.ts';
import type { SentDraft } from './draft-saver.ts';
import type { DraftValues, LineValues } from './draft-values.ts';

/** The problems that the server found, by the fields of the editor. */
export interface ServerProblems {
  readonly head: FieldProblems;
  readonly lines: Readonly<Record<string, FieldProblems>>;
  /** Problems of no field. */
  readonly whole: readonly string[];
}

/** Brings what the server said of a draft to the fields of the editor. A field that was changed since is left alone. */
export function toServerProblems(
  userErrors: readonly InputProblem[],
  sent: SentDraft,
  values: DraftValues,
): ServerProblems {
  const head: Record<string, string> = {};
  const lines: Record<string, Record<string, string>> = {};
  const whole: string[] = [];
  const now = new Map(values.lines.map((line) => [line.key, line]));
  const then = new Map(sent.values.lines.map((line) => [line.key, line]));
  for (const { field, message } of userErrors) {
    const [name = '', index = '', ...rest] = field;
    const detail = findDetail(field);
    const key = name === 'lines' ? sent.reading.lineKeys[Number(index)] : undefined;
    const path = toEditorField(rest);
    if (key !== undefined) {
      const line = now.get(key);
      if (line === undefined || !isUnchanged(line, then.get(key), path)) continue;
      const found = lines[key] ?? {};
      lines[key] = found;
      found[path] = message;
    } else if (detail !== undefined) {
      if (values[detail] === sent.values[detail]) head[detail] = message;
    } else if (name in values && name !== 'lines') {
      const property = name as keyof DraftValues;
      if (values[property] === sent.values[property]) head[toEditorField(field)] = message;
    } else whole.push(message);
  }
  return { head, lines, whole };
}

/** An amount or a percentage is one field here; a problem of a whole line stands at its quantity, and of its product at its text. */
function toEditorField(path: readonly string[]): string {
  const [first = 'quantity'] = path;
  if (path.length <= 1) return first === 'productId' ? 'description' : first;
  const named = path.length === 2 ? [...path, 'value'] : path;
  return named.map((part) => (part === 'amount' || part === 'percent' ? 'value' : part)).join('.');
}

function isUnchanged(line: LineValues, before: LineValues | undefined, path: string): boolean {
  if (before === undefined) return false;
  const [name = ''] = path.split('.');
  const property = name as keyof LineValues;
  return line === before || line[property] === before[property];
}

/** The detail that a path of the API's input names: that of a whole period stands at its first day. */
function findDetail(path: readonly string[]): DetailText | undefined {
  const name = path.join('.');
  return detailFields.find((field) => field === name || field === `${name}.start`);
}
