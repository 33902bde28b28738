import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.KGroupedStream;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.kstream.TimeWindowedDeserializer;
import org.apache.kafka.streams.kstream.TimeWindows;
import org.apache.kafka.streams.kstream.Windowed;
import org.apache.kafka.streams.kstream.WindowedSerdes;

/**
 * Reads invoices that lie in a topic with Kafka Streams and says how long it took: totals by currency, totals by currency
 * and window of 5 seconds, totals by customer. Prints one line of JSON when the last result is committed, and ends when its
 * input does.
 */
public final class InvoiceStatistics {
  private static final int PARTITIONS = 4;
  private static final long WINDOW_MS = 5_000;
  private static final Duration LIMIT = Duration.ofMinutes(4);

  private final String brokers;
  private final String topic;
  private final String guarantee;
  private final long records;
  private final long warmUp;
  private final AtomicLong read = new AtomicLong();
  private final AtomicLong totalled = new AtomicLong();
  private final CountDownLatch allTotalled = new CountDownLatch(1);
  private volatile long startedAt;

  private InvoiceStatistics(final String[] args) {
    brokers = args[0];
    topic = args[1];
    guarantee = args[2];
    records = Long.parseLong(args[3]);
    warmUp = Long.parseLong(args[4]);
  }

  public static void main(final String[] args) throws Exception {
    new InvoiceStatistics(args).run(Integer.parseInt(args[5]), args[6]);
    while (System.in.read() >= 0);
  }

  private void run(final int threads, final String folder) throws Exception {
    final Properties settings = new Properties();
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "bench-" + guarantee);
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, brokers);
    settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, guarantee);
    settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads);
    settings.put(StreamsConfig.STATE_DIR_CONFIG, folder);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    try (Admin admin = Admin.create(Map.of(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, brokers))) {
      final List<NewTopic> topics = new ArrayList<>();
      for (final String name : List.of("totals", "windows", "customers")) {
        topics.add(new NewTopic(outputOf(name), PARTITIONS, (short) 1));
      }
      admin.createTopics(topics).all().get();
    }
    final KafkaStreams streams = new KafkaStreams(describe(), settings);
    // By default at-least-once commits every 30 s, which would not be waited for: at the end it is asked to close.
    final Thread closing = new Thread(() -> {
      try {
        allTotalled.await();
        streams.close();
      } catch (final InterruptedException ended) {
        Thread.currentThread().interrupt();
      }
    });
    streams.start();
    if (guarantee.equals("at_least_once")) closing.start();
    final long endedAt = waitForTotals();
    if (closing.isAlive()) closing.join();
    else streams.close();
    System.out.println(result((endedAt - startedAt) / 1e9));
  }

  private Topology describe() {
    final StreamsBuilder builder = new StreamsBuilder();
    final KStream<String, Invoice> invoices = builder
        .stream(topic, Consumed.with(Serdes.String(), Invoice.SERDE))
        .peek((key, invoice) -> {
          if (read.incrementAndGet() == warmUp) startedAt = System.nanoTime();
        });
    invoices
        .groupByKey(Grouped.with(Serdes.String(), Invoice.SERDE))
        .aggregate(
            () -> Figures.NONE,
            (key, invoice, figures) -> figures.plus(invoice.amountMinor()),
            Materialized.with(Serdes.String(), Figures.SERDE))
        .toStream()
        .to(outputOf("customers"), Produced.with(Serdes.String(), Figures.SERDE));
    final KGroupedStream<String, Long> byCurrency = invoices
        .map((key, invoice) -> KeyValue.pair(invoice.currency(), invoice.amountMinor()))
        .repartition(Repartitioned.with(Serdes.String(), Serdes.Long())
            .withName("by-currency")
            .withNumberOfPartitions(PARTITIONS))
        .groupByKey();
    byCurrency
        .aggregate(
            () -> Figures.NONE,
            (key, amountMinor, figures) -> {
              if (totalled.incrementAndGet() == records) allTotalled.countDown();
              return figures.plus(amountMinor);
            },
            Materialized.with(Serdes.String(), Figures.SERDE))
        .toStream()
        .to(outputOf("totals"), Produced.with(Serdes.String(), Figures.SERDE));
    // Partitions that lie there are not read at one pace: with a short grace much would come too late.
    byCurrency
        .windowedBy(TimeWindows.ofSizeAndGrace(Duration.ofMillis(WINDOW_MS), Duration.ofHours(12)))
        .aggregate(
            () -> Figures.NONE,
            (key, amountMinor, figures) -> figures.plus(amountMinor),
            Materialized.with(Serdes.String(), Figures.SERDE))
        .toStream()
        .to(outputOf("windows"),
            Produced.with(WindowedSerdes.timeWindowedSerdeFrom(String.class, WINDOW_MS), Figures.SERDE));
    return builder.build();
  }

  /** When committed totals count all invoices. */
  private long waitForTotals() {
    final long giveUpAt = System.nanoTime() + LIMIT.toNanos();
    final Map<String, Figures> totals = new HashMap<>();
    try (KafkaConsumer<String, Figures> consumer = open("totals", Serdes.String().deserializer())) {
      while (totals.values().stream().mapToLong(Figures::count).sum() < records) {
        if (System.nanoTime() > giveUpAt) throw new IllegalStateException("Totals so far: " + totals);
        consumer.poll(Duration.ofMillis(10)).forEach(record -> totals.put(record.key(), record.value()));
      }
      return System.nanoTime();
    }
  }

  private String result(final double seconds) {
    final List<String> figures = new ArrayList<>();
    readAll("totals", Serdes.String().deserializer())
        .forEach((key, value) -> figures.add(line("total:" + key, value)));
    readAll("customers", Serdes.String().deserializer())
        .forEach((key, value) -> figures.add(line("customer:" + key, value)));
    final Deserializer<Windowed<String>> windowed =
        new TimeWindowedDeserializer<>(Serdes.String().deserializer(), WINDOW_MS);
    readAll("windows", windowed)
        .forEach((key, value) -> figures.add(line("window:" + key.window().start() + ":" + key.key(), value)));
    return "{\"seconds\":" + seconds + ",\"figures\":{" + String.join(",", figures) + "}}";
  }

  private static String line(final String name, final Figures figures) {
    return "\"" + name + "\":\"" + figures.count() + " " + figures.amountMinor() + "\"";
  }

  /** The last committed value of each key. */
  private <K> Map<K, Figures> readAll(final String name, final Deserializer<K> keys) {
    final Map<K, Figures> last = new HashMap<>();
    try (KafkaConsumer<K, Figures> consumer = open(name, keys)) {
      final Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
      while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        for (final ConsumerRecord<K, Figures> record : consumer.poll(Duration.ofMillis(100))) {
          last.put(record.key(), record.value());
        }
      }
    }
    return last;
  }

  private <K> KafkaConsumer<K, Figures> open(final String name, final Deserializer<K> keys) {
    final Map<String, Object> settings = Map.of(
        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, brokers,
        ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    final KafkaConsumer<K, Figures> consumer = new KafkaConsumer<>(settings, keys, Figures.SERDE.deserializer());
    final List<TopicPartition> partitions = new ArrayList<>();
    for (int partition = 0; partition < PARTITIONS; partition += 1) {
      partitions.add(new TopicPartition(outputOf(name), partition));
    }
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    return consumer;
  }

  private String outputOf(final String name) {
    return guarantee + "-" + name;
  }
}
