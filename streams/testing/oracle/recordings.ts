import { fileURLToPath } from 'node:url';
import type { KafkaStreams } from './kafka-streams.ts';
import { randomScenario } from './random-scenario.ts';
import type { Scenario, ScenarioResult } from './scenario.ts';

/** A scenario and what Kafka Streams made of it. */
export interface Recording {
  readonly scenario: Scenario;
  readonly result: ScenarioResult;
}

/** Short scenarios that between them use every step and every aggregate, one JSON object a line. */
export const recordingsFile = fileURLToPath(new URL('recordings.jsonl', import.meta.url));

const mostOutputs = 60;

export function parseRecordings(text: string): Recording[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line): Recording => JSON.parse(line));
}

/** Runs scenarios, and keeps those that have a pair of steps that none before had. */
export async function recordScenarios(kafkaStreams: KafkaStreams, seeds: number): Promise<string> {
  const seen = new Set<string>();
  const lines: string[] = [];
  for (let seed = 1; seed <= seeds; seed += 1) {
    const scenario = randomScenario(seed);
    const fresh = pairsOf(scenario).filter((pair) => !seen.has(pair));
    if (fresh.length === 0) continue;
    const result = await kafkaStreams.run(scenario);
    if (result.outputs.length === 0 || result.outputs.length > mostOutputs) continue;
    for (const pair of fresh) seen.add(pair);
    lines.push(JSON.stringify({ scenario, result } satisfies Recording));
  }
  return `${lines.join('\n')}\n`;
}

function pairsOf({ source, steps }: Scenario): string[] {
  const names = steps.map((step) => ('kind' in step ? `${step.op} ${step.kind}` : step.op));
  return names.map((name, index) => `${names[index - 1] ?? source} > ${name}`);
}
