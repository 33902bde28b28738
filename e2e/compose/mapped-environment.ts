import type { ComposeService } from './compose-file.ts';

/** Where something of the compose file is on this machine: what it is called there, and what to put in its place. */
export type Mapping = readonly (readonly [inContainers: string, here: string])[];

/** The environment of a service with the addresses of containers replaced by local ones. */
export function toLocalEnvironment(service: ComposeService, mapping: Mapping): Record<string, string> {
  return Object.fromEntries(
    Object.entries(service.environment ?? {}).map(([name, value]) => [
      name,
      replaceAll(value ?? '', mapping),
    ]),
  );
}

function replaceAll(value: string, mapping: Mapping): string {
  return mapping.reduce((text, [inContainers, here]) => text.replaceAll(inContainers, here), value);
}
