import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.common.serialization.LongDeserializer;
import org.apache.kafka.common.serialization.LongSerializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.KGroupedStream;
import org.apache.kafka.streams.kstream.KGroupedTable;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.KTable;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.SlidingWindows;
import org.apache.kafka.streams.kstream.Suppressed;
import org.apache.kafka.streams.kstream.TimeWindowedKStream;
import org.apache.kafka.streams.kstream.TimeWindows;
import org.apache.kafka.streams.kstream.Windowed;
import org.apache.kafka.streams.test.TestRecord;

/**
 * Reads scenarios from standard input, one JSON object a line, runs each through Kafka Streams with TopologyTestDriver, and
 * prints what came out: one JSON object a line, {"outputs": [[key, value, timestamp], ...], "dropped": count}.
 * The steps and their arithmetic are those of ../scenario.ts; both sides interpret the same list.
 */
public final class Oracle {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Serde<String> TEXT = Serdes.String();
  private static final Serde<Long> LONG = Serdes.Long();
  private static final long MODULUS = 1_000_003L;
  /** Of this process alone, so that two can run at once; the driver empties it after each scenario. */
  private static final Path STATE = createStateFolder();

  public static void main(final String[] arguments) throws Exception {
    final var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      System.out.println(JSON.writeValueAsString(run(JSON.readTree(line))));
      System.out.flush();
    }
    Files.deleteIfExists(STATE);
  }

  private static Path createStateFolder() {
    try {
      return Files.createTempDirectory("kafka-streams-oracle");
    } catch (final IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }

  private static ObjectNode run(final JsonNode scenario) throws Exception {
    final StreamsBuilder builder = new StreamsBuilder();
    new Pipeline(builder, scenario).build();
    final ObjectNode result = JSON.createObjectNode();
    final ArrayNode outputs = result.putArray("outputs");
    try (TopologyTestDriver driver = new TopologyTestDriver(builder.build(), settings(scenario))) {
      final TestOutputTopic<String, Long> out =
          driver.createOutputTopic("out", new StringDeserializer(), new LongDeserializer());
      for (final JsonNode record : scenario.get("records")) {
        final TestInputTopic<String, Long> input =
            driver.createInputTopic(record.get(0).asText(), new StringSerializer(), new LongSerializer());
        input.pipeInput(new TestRecord<>(
            record.get(1).isNull() ? null : record.get(1).asText(),
            record.get(2).isNull() ? null : record.get(2).asLong(),
            null,
            record.get(3).asLong()));
      }
      while (!out.isEmpty()) {
        final TestRecord<String, Long> record = out.readRecord();
        outputs.addArray().add(record.key()).add(record.value()).add(record.timestamp());
      }
      result.put("dropped", dropped(driver));
    }
    return result;
  }

  private static long dropped(final TopologyTestDriver driver) {
    return driver.metrics().values().stream()
        .filter(metric -> metric.metricName().name().equals("dropped-records-total"))
        .mapToLong(metric -> ((Number) metric.metricValue()).longValue())
        .sum();
  }

  private static Properties settings(final JsonNode scenario) {
    final Properties settings = new Properties();
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "oracle");
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "localhost:1");
    settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0L);
    settings.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, TEXT.getClass());
    settings.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, LONG.getClass());
    settings.put(StreamsConfig.STATE_DIR_CONFIG, STATE.toString());
    if (scenario.get("store").asText().equals("memory")) {
      settings.put(
          StreamsConfig.DSL_STORE_SUPPLIERS_CLASS_CONFIG,
          "org.apache.kafka.streams.state.BuiltInDslStoreSuppliers$InMemoryDslStoreSuppliers");
    }
    return settings;
  }

  /** What the steps before have made, of which exactly one is not null. */
  private static final class Pipeline {
    private final StreamsBuilder builder;
    private final JsonNode scenario;
    private int named = 0;
    private KStream<String, Long> stream;
    private KGroupedStream<String, Long> grouped;
    private TimeWindowedKStream<String, Long> windowed;
    private KTable<String, Long> table;
    private KTable<Windowed<String>, Long> windowedTable;
    private KGroupedTable<String, Long> groupedTable;

    Pipeline(final StreamsBuilder builder, final JsonNode scenario) {
      this.builder = builder;
      this.scenario = scenario;
    }

    void build() {
      if (scenario.get("source").asText().equals("table")) {
        table = builder.table("in", Consumed.with(TEXT, LONG), Materialized.as(name()));
      } else {
        stream = builder.stream("in", Consumed.with(TEXT, LONG));
      }
      for (final JsonNode step : scenario.get("steps")) add(step);
      if (stream == null) toStream();
      stream.to("out", Produced.with(TEXT, LONG));
    }

    private String name() {
      named += 1;
      return "n" + named;
    }

    private void add(final JsonNode step) {
      final long by = step.path("by").asLong();
      switch (step.get("op").asText()) {
        case "filter" -> stream = stream.filter((key, value) -> value == null || value % by != 0);
        case "mapValues" -> stream = stream.mapValues(Oracle::mapped);
        case "map" -> stream = stream.map((key, value) -> KeyValue.pair(keyOf(value, by), mapped(value)));
        case "selectKey" -> stream = stream.selectKey((key, value) -> keyOf(value, by));
        case "merge" -> stream = stream.merge(builder.stream("other", Consumed.with(TEXT, LONG)));
        case "groupByKey" -> grouped = stream.groupByKey(Grouped.with(name(), TEXT, LONG));
        case "groupBy" ->
            grouped = stream.groupBy((key, value) -> keyOf(value, by), Grouped.with(name(), TEXT, LONG));
        case "tumbling", "hopping" -> windowed = grouped.windowedBy(timeWindows(step));
        case "sliding" -> windowed = grouped.windowedBy(SlidingWindows.ofTimeDifferenceAndGrace(
            millis(step, "size"), millis(step, "grace")));
        case "aggregate" -> aggregate(step.get("kind").asText());
        case "tableFilter" -> {
          if (table != null) table = table.filter((key, value) -> value % by != 0);
          else windowedTable = windowedTable.filter((key, value) -> value % by != 0);
        }
        case "tableMapValues" -> {
          if (table != null) table = table.mapValues(Oracle::mapped);
          else windowedTable = windowedTable.mapValues(Oracle::mapped);
        }
        case "suppress" -> windowedTable = windowedTable.suppress(
            Suppressed.untilWindowCloses(Suppressed.BufferConfig.unbounded()));
        case "tableGroupBy" -> {
          final Grouped<String, Long> through = Grouped.with(name(), TEXT, LONG);
          groupedTable = table != null
              ? table.groupBy((key, value) -> KeyValue.pair(keyOf(value, by), value), through)
              : windowedTable.groupBy((key, value) -> KeyValue.pair(keyOf(value, by), value), through);
          table = null;
          windowedTable = null;
        }
        case "tableAggregate" -> tableAggregate(step.get("kind").asText());
        case "toStream" -> toStream();
        default -> throw new IllegalArgumentException("There is no step " + step);
      }
    }

    private void toStream() {
      stream = table != null
          ? table.toStream()
          : windowedTable.toStream(
              (key, value) -> key.key() + "@" + key.window().start() + "/" + key.window().end());
      table = null;
      windowedTable = null;
    }

    private void aggregate(final String kind) {
      final String store = name();
      if (windowed != null) {
        windowedTable = switch (kind) {
          case "count" -> windowed.count(Materialized.as(store));
          case "reduce" -> windowed.reduce(Oracle::reduced, Materialized.as(store));
          default -> windowed.aggregate(
              () -> 0L, (key, value, sum) -> added(kind, sum, value), Materialized.as(store));
        };
      } else {
        table = switch (kind) {
          case "count" -> grouped.count(Materialized.as(store));
          case "reduce" -> grouped.reduce(Oracle::reduced, Materialized.as(store));
          default -> grouped.aggregate(
              () -> 0L, (key, value, sum) -> added(kind, sum, value), Materialized.as(store));
        };
      }
      stream = null;
      grouped = null;
      windowed = null;
    }

    private void tableAggregate(final String kind) {
      final String store = name();
      table = switch (kind) {
        case "count" -> groupedTable.count(Materialized.as(store));
        case "reduce" -> groupedTable.reduce(Oracle::reduced, Oracle::removed, Materialized.as(store));
        default -> groupedTable.aggregate(
            () -> 0L,
            (key, value, sum) -> added(kind, sum, value),
            (key, value, sum) -> removed(sum, value),
            Materialized.as(store));
      };
      groupedTable = null;
    }

    private static TimeWindows timeWindows(final JsonNode step) {
      final TimeWindows windows = TimeWindows.ofSizeAndGrace(millis(step, "size"), millis(step, "grace"));
      return step.has("advance") ? windows.advanceBy(millis(step, "advance")) : windows;
    }
  }

  private static Duration millis(final JsonNode step, final String field) {
    return Duration.ofMillis(step.get(field).asLong());
  }

  private static Long mapped(final Long value) {
    return value == null ? null : (value * 3 + 1) % MODULUS;
  }

  /** Without a value, and for one remainder, there is no key. */
  private static String keyOf(final Long value, final long by) {
    return value == null || value % (by + 1) == by ? null : "k" + value % by;
  }

  private static Long added(final String kind, final Long sum, final Long value) {
    if (value == null) return sum;
    return switch (kind) {
      case "sum" -> sum + value;
      // The order of the values shows in the result.
      case "mix" -> (sum * 31 + value) % MODULUS;
      // An aggregate may end, and begin again.
      case "mixOrEnd" -> value % 7 == 0 ? null : (Long) ((sum * 31 + value) % MODULUS);
      default -> throw new IllegalArgumentException("There is no aggregate " + kind);
    };
  }

  private static Long reduced(final Long sum, final Long value) {
    return value == null ? sum : (Long) ((sum * 31 + value) % MODULUS);
  }

  private static Long removed(final Long sum, final Long value) {
    return sum - value;
  }
}
