import { obtainKafka } from '#platform/testing/kafka-jars.ts';
import { startKafkaServer } from '#platform/testing/kafka-server.ts';
import { defineEventLogContract } from '../contract/contract.ts';

// Not named as a test, as it needs Java, Maven and the network: `npm run test:kafka` names it.
defineEventLogContract(async () => {
  const { broker, ...server } = await startKafkaServer({ jars: await obtainKafka() });
  return { connection: { kind: 'kafka', broker }, ...server };
});
