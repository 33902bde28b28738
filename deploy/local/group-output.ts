import { Lines } from './lines.ts';
import type { LogOutput, ProcessOutput } from './output.ts';

/**
 * The output of a process that runs several services: each line of a log goes to the output of the service that it names,
 * and whatever else is written, a crash's stack trace for example, to the output of the group.
 */
export function toGroupOutput(
  services: Readonly<Record<string, LogOutput>>,
  ofGroup: LogOutput,
): Pick<ProcessOutput, 'write'> {
  const lines = new Lines((line, cutCharacters) => {
    const name = /^\{[^{}]*?"name":"([^"]+)"/.exec(line)?.[1];
    const output = name !== undefined && Object.hasOwn(services, name) ? services[name] : undefined;
    (output ?? ofGroup).take(line, cutCharacters);
  });
  return { write: (text) => lines.write(text) };
}
