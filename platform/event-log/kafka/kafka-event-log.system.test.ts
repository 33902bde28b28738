import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { Kafka, logLevel } from 'kafkajs';
import { z } from 'zod';
import { parseConfiguration } from '#platform/configuration/configuration.ts';
import { obtainKafka } from '#platform/testing/kafka-jars.ts';
import { createSecureListener, type SecureListener } from '#platform/testing/kafka-secure-listener.ts';
import { startKafkaServer } from '#platform/testing/kafka-server.ts';
import { eventLogFields } from '../configuration.ts';
import { openEventLog } from '../open-event-log.ts';
import { defineEventLogContract } from '../testing/contract/contract.ts';

let secure: SecureListener | undefined;

defineEventLogContract(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'facturation-keys-'));
  secure = await createSecureListener(folder);
  const { changeSettings } = secure;
  const { broker, ...server } = await startKafkaServer({ jars: await obtainKafka(), changeSettings });
  return {
    connection: { kind: 'kafka', broker },
    ...server,
    deleteBefore: async (topic, offset) => {
      const admin = new Kafka({ brokers: [broker], logLevel: logLevel.NOTHING }).admin();
      await admin.connect();
      // Without it the client does not know the partition's leader.
      await admin.fetchTopicOffsets(topic);
      await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: offset.toString() }] });
      await admin.disconnect();
    },
    stop: async () => {
      await server.stop();
      await rm(folder, { recursive: true });
    },
  };
});

test('a listener with TLS and a password takes those who have both', async () => {
  const right = {
    KAFKA_BROKERS: secure?.broker,
    KAFKA_TLS: 'true',
    KAFKA_TLS_CA_FILE: secure?.caFile,
    KAFKA_SASL_MECHANISM: 'plain',
    KAFKA_SASL_USERNAME: secure?.username,
    KAFKA_SASL_PASSWORD: secure?.password,
  };
  const open = (environment: Record<string, string | undefined>) =>
    openEventLog(parseConfiguration(z.object(eventLogFields), environment), 'secure');
  const log = await open(right);
  await log.ensureTopic('secure', 1);
  await log.append('secure', [{ key: null, value: Buffer.from('x') }]);
  assert.deepEqual(await log.endOffsets('secure'), [1n]);
  await log.close();
  await assert.rejects(open({ ...right, KAFKA_SASL_PASSWORD: 'wrong' }), { code: 'LOG_UNAVAILABLE' });
  await assert.rejects(open({ ...right, KAFKA_TLS_CA_FILE: undefined }), { code: 'LOG_UNAVAILABLE' });
});
