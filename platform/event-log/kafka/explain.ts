import { EventLogError } from '../event-log-error.ts';

/** Names a failure of kafkajs as the port does. */
export function toEventLogError(error: unknown): unknown {
  if (error instanceof EventLogError || !isOfKafka(error)) return error;
  const type = typeOf(error);
  if (type === 'MESSAGE_TOO_LARGE' || type === 'RECORD_LIST_TOO_LARGE') {
    return new EventLogError('RECORD_TOO_LARGE', 'The broker takes no record of that size.', {
      cause: error,
    });
  }
  if (type === 'UNKNOWN_TOPIC_OR_PARTITION') {
    return new EventLogError('UNKNOWN_TOPIC', 'The broker does not know the topic; ensureTopic makes one.', {
      cause: error,
    });
  }
  return new EventLogError('LOG_UNAVAILABLE', 'The Kafka brokers did not answer as they should.', {
    cause: error,
  });
}

/** Runs work whose failures come from kafkajs. */
export async function explain<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    throw toEventLogError(error);
  }
}

function isOfKafka(error: unknown): error is Error {
  return error instanceof Error && error.name.startsWith('KafkaJS');
}

/** The protocol's name of an error, which kafkajs may have wrapped. */
function typeOf(error: Error): string | undefined {
  if ('type' in error && typeof error.type === 'string') return error.type;
  return error.cause instanceof Error ? typeOf(error.cause) : undefined;
}
