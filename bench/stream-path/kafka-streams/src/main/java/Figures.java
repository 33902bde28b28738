import java.nio.ByteBuffer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** How many invoices, and the sum of their amounts in minor units. */
record Figures(long count, long amountMinor) {
  static final Figures NONE = new Figures(0, 0);

  static final Serde<Figures> SERDE = Serdes.serdeFrom(
      (topic, figures) -> figures == null
          ? null
          : ByteBuffer.allocate(16).putLong(figures.count).putLong(figures.amountMinor).array(),
      (topic, bytes) -> {
        if (bytes == null) return null;
        final ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new Figures(buffer.getLong(), buffer.getLong());
      });

  Figures plus(final long moreMinor) {
    return new Figures(count + 1, amountMinor + moreMinor);
  }
}
