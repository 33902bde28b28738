import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { KafkaStreams } from './kafka-streams.ts';
import { randomScenario } from './random-scenario.ts';
import { parseRecordings, recordingsFile } from './recordings.ts';
import { runEngine } from './run-engine.ts';

const classPath = process.env.KAFKA_STREAMS_CLASS_PATH;
const scenariosInAll = 1_000;
const scenariosAtOnce = 100;

test('the engine gives what Kafka Streams gave when it was recorded', async () => {
  for (const { scenario, result } of parseRecordings(await readFile(recordingsFile, 'utf8'))) {
    assert.deepEqual(runEngine(scenario), result, JSON.stringify(scenario.steps));
  }
});

const skip = classPath === undefined ? 'needs Kafka Streams: npm run test:kafka-streams' : false;

describe('on random topologies and records the engine equals Kafka Streams', { skip }, () => {
  let kafkaStreams: KafkaStreams;
  before(() => {
    kafkaStreams = new KafkaStreams(classPath ?? '');
  });
  after(() => kafkaStreams.close());

  for (let from = 1; from <= scenariosInAll; from += scenariosAtOnce) {
    test(`seeds ${from} to ${from + scenariosAtOnce - 1}`, async () => {
      for (let seed = from; seed < from + scenariosAtOnce; seed += 1) {
        const scenario = randomScenario(seed);
        const expected = await kafkaStreams.run(scenario);
        const message = `seed ${seed}: ${scenario.source}, ${JSON.stringify(scenario.steps)}`;
        assert.deepEqual(runEngine(scenario), expected, message);
      }
    });
  }
});
