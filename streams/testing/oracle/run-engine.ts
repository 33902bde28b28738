import { LocalRun } from '../../engine/local-run.ts';
import { isOutputOf } from '../../engine/topic.ts';
import { buildTopology, inTopic, otherTopic, outTopic } from './engine-topology.ts';
import type { Scenario, ScenarioResult } from './scenario.ts';

/** The results of the engine for a scenario, in the oracle's form. */
export function runEngine(scenario: Scenario): ScenarioResult {
  const topology = buildTopology(scenario);
  const run = new LocalRun(topology);
  const outputs: ScenarioResult['outputs'][number][] = [];
  for (const [topic, key, value, timestampMs] of scenario.records) {
    const record = { key, value: value === null ? null : BigInt(value), timestampMs };
    for (const output of run.process(topic === 'in' ? inTopic : otherTopic, record)) {
      if (!isOutputOf(output, outTopic)) throw new Error(`An output came under ${output.topic.name}.`);
      outputs.push([output.key, output.value === null ? null : Number(output.value), output.timestampMs]);
    }
  }
  // Kafka Streams drops records without a key before a repartition too, but does not count them.
  const uncounted = new Set(topology.internalTopics.map(({ name }) => name));
  const dropped = run
    .report()
    .filter(({ operator }) => !uncounted.has(operator))
    .reduce((sum, { late, nullKey, nullValue }) => sum + late + nullKey + nullValue, 0);
  return { outputs, dropped };
}
